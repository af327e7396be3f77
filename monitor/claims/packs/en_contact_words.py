"""English: words of calls and meetings, of plans for them, and of polls. Data only."""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    # meetings
    "MEET": words(
        "sitting_down meeting meetings meet summit summits encounter encounters face_to_face face-to-face"
        " in_person in-person_talks sit_down sit-down one-on-one tete-a-tete get-together rendezvous audience"
    ),
    "RECEIVE": words("see host receive welcome"),
    "MET": words("met sat_down shook_hands came_face_to_face has_met have_met had_met having_met"),
    "MEETS": words("meets sits_down hosts"),
    "INPERSON": words("in_person face_to_face face-to-face"),
    "TALKS": words(
        "talks discussions dialogue dialog conversations negotiations discussion diplomacy negotiation"
        " diplomatic_contact diplomatic_contacts diplomatic_outreach dialoguing"
    ),
    # calls
    "CALL": words(
        "call phone_call phone_calls telephone_call telephone_calls telephone_conversation phone_conversation"
        " telephone_talk phone_talk video_call telephone_exchange"
    ),
    "CALLS": words("calls phone telephone"),
    "BYPHONE": words(
        "by_phone by_telephone on_the_phone over_the_phone via_phone via_telephone per_telephone in_a_call"
        " in_a_phone_call on_a_call during_a_call"
    ),
    "CONVERSATION": words("conversation conversations exchange chat"),
    "SPOKE": words(
        "spoke talked conversed spoken had_spoken have_spoken has_spoken had_talked has_talked have_talked"
        " chatted having_spoken having_talked"
    ),
    "RANG": words("telephoned phoned called rang phones telephones dialled dialed rings"),
    "CALLSON": words("called_on calls_on calling_on call_for"),
    "SPEAKING": words("speaking talking"),
    "THEIR": words("their"),
    "SPEAK": words("speak speaking talk talking converse dialogue_with speak_directly"),
    "GOT": words(
        "had held holds got took taken received made placed answered accepted fielded returned gets takes"
        " makes having"
    ),
    "HELD": words("held had took_place taken_place occurred lasted happened holds hold"),
    "TOOKPLACE": words(
        "took_place taken_place occurred lasted happened was_held were_held went_ahead"
    ),
    "BETWEEN": words("between"),
    "THEY": words(
        "they the_pair both_leaders the_two_leaders both_men the_two_men the_leaders the_presidents"
        " the_two_presidents both_presidents the_two_heads_of_state"
    ),
    "JOINED": words("joined on_the_line took_part participated participating listened_in"),
    # how far they have come
    "DISCUSS": words(
        "discussed discuss discussing discusses floated explored explore raised touched_on mentioned"
        " regarding on_the_possibility went_through broached"
    ),
    "WEIGH": words(
        "weigh weighs weighed weighing consider considers considered considering mull mulls mulled mulling"
        " eye eyes eyed eyeing explore explored contemplate contemplates contemplated"
    ),
    "ABOUT": words("about of on over regarding arranging arrange"),
    "OFFER": words(
        "offer offers offered offering proposed proposes propose proposal invited invites invite invitation"
        " request requests requested asked_for sought seeks seek seeking letter willing ready prepared open"
        " willingness readiness appealed appeal called_for calls_for"
    ),
    "WANT": words("want wants wanted wanting would_like wishes hopes_to hoping_to keen eager"),
    "AGREE": words(
        "agreed agree agrees accepted accept accepts consented agreeing accepting agreement"
    ),
    "INVITATION": words("invitation offer proposal request letter overture overtures"),
    "SCHEDULE": words(
        "scheduled slated set_for set_to_meet due_to_meet fixed confirmed_for planned_for expected_to_meet"
        " arranged set_to_hold_talks booked penciled_in pencilled_in"
    ),
    "WILLMEET": words(
        "will_meet is_to_meet are_to_meet is_due_to_meet are_due_to_meet will_be_meeting will_sit_down"
        " shall_meet will_receive will_host"
    ),
    "PLANS": words(
        "plans plan planned planning plans_for concrete_plans plans_to intends intend intention preparing"
        " prepares prepare arranging arrange arranges organising organizing working_on planning_for"
    ),
    "EXPECT": words(
        "expected expects expect is_expected_to are_expected_to due_to is_due_to set_to is_set_to"
    ),
    "WOULDMEET": words("would_meet would_be_meeting would_see would_host"),
    "CONTACT": words("contact contacts links channel channels"),
    "WILLSPEAK": words(
        "will_speak will_talk will_be_talking will_be_speaking would_be_talking would_be_speaking"
    ),
    "WOULD": words("he'd she'd they'd would"),
    "CALENDAR": words("schedule books program calendar agenda cards works"),
    "WHEN": words("date day timetable schedule"),
    "HINT": words(
        "hint hints hinted signal signals signaled signalled floats floated suggested suggests door_open"
    ),
    "CANCEL": words(
        "cancelled canceled cancels cancel called_off calls_off call_off scrapped scraps scrap nixed axed"
        " aborted fell_through falls_through fallen_through collapsed scuttled off_the_table is_off was_off"
        " pulled_out pulls_out backed_out backs_out walked_away walks_away pulled_the_plug"
    ),
    "ENDED": words(
        "broke_off cut_off cuts_off cut broken_off breaks_off ended ends end halted halts suspended shut_down"
        " stopped broke_down broken_down ruptured is_over are_over was_over were_over froze"
    ),
    "GOAHEAD": words("take_place happen go_ahead be_held occur proceed come_about"),
    "POSTPONE": words(
        "postponed postpone postpones delayed delay delays put_off puts_off pushed_back push_back pushes_back"
        " deferred rescheduled put_back moved_back on_hold moved_to slipped slips later_than_planned"
    ),
    "TURNDOWN": words(
        "declined declines decline turned_down turns_down turn_down spurned spurns snubbed snubs shunned"
        " brushed_off no_reason no_interest not_interested uninterested"
    ),
    "LAPSE": words("lapsed lapse lapses expired expires expire ran_out run_out unanswered"),
    "POSSIBLE": words(
        "under_discussion on_the_table in_the_works possible potential future prospective eventual"
        " possibility prospect possibly"
    ),
    "EXILE": words("exile asylum refuge haven sanctuary"),
    "DELEGATE": words(
        "envoy envoys emissary emissaries adviser advisers advisor advisors aide aides ally allies team"
        " lawyer lawyers son wife brother representative representatives negotiator negotiators delegate"
        " delegates deputy circle confidant confidants intermediaries intermediary"
    ),
    # when it begins
    "SOON": words(
        "soon very_soon imminent imminently shortly any_day in_the_coming_days within_days not_too_distant"
        " in_the_near_future near_future"
    ),
    "BEGIN": words(
        "begin begins beginning start starts starting started stop stopping launch began"
    ),
    # polls
    "OPPOSE": words(
        "oppose opposes opposed opposing against disapprove disapproves opposition reject unfavorable"
    ),
    "SUPPORT": words("support supports supported favor favour favors approve approves back"),
    "TWOTHIRDS": words("two_thirds two-thirds two_in_three"),
    "THREEQUARTERS": words("three_quarters three-quarters three_in_four"),
}

SETS = {"LINK": "PREP|AFTER|BEFORE|SINCE|COMMA|STOP|WHO|AND|BUT|SAY|TELL|QUOTE"}
"""LINK ends the titles before a name: "with his Venezuelan counterpart Nicolás Maduro" has none."""
