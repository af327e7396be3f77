"""English labels: which words play which part in the rules. Data only.

EVENT, OBJECT and HIT are filled by the topic (a strike, a boat, to bomb); everything else is the
language's own.
"""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "KILL": words(
        "kill kills killing slay slays slaying take_out_of_action takes_out took_out taking_out"
        " wipe_out wipes_out wiped_out wiping_out eliminate eliminates eliminated eliminating"
        " neutralised neutralized neutralises neutralizes murders murdering massacres massacring"
        " slaughters slaughtering behead behead_and assassinates assassinating executes"
        " executing beheads beheading shoots_dead shooting_dead shot_and_killed shoots_and_kills"
        " shooting_and_killing fatally_shoots fatally_shot fatally_shooting fatally_stabs"
        " fatally_stabbed fatally_stabbing stabs_to_death guns_down gunned_down gunning_down"
        " shoot_dead kill_or kills_or assassinate execute"
    ),
    "KILLS": words("kills"),
    "KILLED": words(
        "killed slain wiped_out eliminated neutralised neutralized murdered massacred"
        " slaughtered assassinated beheaded shot_dead found_dead gunned_down shot_and_killed"
        " fatally_shot fatally_stabbed stabbed_to_death beaten_to_death burned_to_death"
        " burnt_to_death crushed_to_death trampled_to_death electrocuted lynched hanged"
        " were_executed are_executed was_executed is_executed been_executed"
    ),
    "DIE": words(
        "die dies died dying perish perishes perished perishing drowned drown drowns drowning"
        " lost_their_lives lose_their_lives lost_his_life lost_her_life loses_his_life"
        " loses_her_life succumbed succumbs succumb suffocate suffocated met_their_end"
        " met_his_end met_a_fiery_end met_their_deaths met_their_death freeze_to_death"
        " froze_to_death burn_to_death"
    ),
    "DEAD": words("dead"),
    "DEATHS": words("deaths fatalities death fatality casualties dead_people dead_bodies"),
    "BODY": words("body bodies corpse corpses remains human_remains"),
    "FOUND": words(
        "found finds find discover discovers discovered recover recovers recovered retrieve"
        " retrieves retrieved pulled pull pulls unearthed exhumed exhume washed_up washed_ashore"
    ),
    "SELF": words("himself herself themselves"),
    "BESG": words("is was has_been had_been is_being was_also is_also"),
    "LIVES": words("lives"),
    "CLAIM": words("claim claims claimed claiming cost costs costing taken took ending ended ends"),
    "LEAVE": words("leave leaves left leaving"),
    "BE": words("be is are was were been being has_been have_been had_been was_also were_also"),
    "HAVE": words("has have had having has_been have_been had_been"),
    "TOLL": words(
        "toll death_toll body_count tally death_tally overall_toll total_toll number_of_dead"
        " number_of_deaths number_of_fatalities total_number_of_deaths"
        " total_number_of_fatalities number_killed number_of_people_killed total_deaths"
        " total_killed total_number_killed total_dead total_fatalities dead_count death_count"
        " correct_figure revised_figure"
    ),
    "TOTAL": words("total number count overall"),
    "NUMBEROF": words("number_of total_number_of total_of"),
    "TOTALOF": words("a_total_of in_total total_of"),
    "NUMBERS": words("numbers numbered number"),
    "BRING": words(
        "bring brings bringing brought raise raises raising raised push pushes pushing pushed"
        " take takes taking took put puts putting lift lifts lifting for_a"
    ),
    "RISE": words(
        "rise rises rose risen rising climb climbs climbed climbing jump jumps jumped grow"
        " grows grew grown increase increases increased increasing goes_up went_up gone_up"
        " going_up goes_down went_down stand stands stood standing total totals totaled totalled"
        " mounts mounted surges surged soars soared lowered fell falls drops dropped reduced cut"
        " revised doubles updated add_up adds_up added_up amount amounts amounted"
    ),
    "PASS": words(
        "pass passes passed passing exceed exceeds exceeded exceeding surpass surpasses"
        " surpassed surpassing tops topped topping"
    ),
    "REACH": words("reach reaches reached reaching hit hits hitting"),
    "DAILY": words(
        "in_24_hours in_the_last_24_hours in_the_past_24_hours over_the_past_24_hours"
        " over_the_last_24_hours in_the_previous_24_hours within_24_hours past_day last_day"
        " in_a_single_day in_one_day in_a_day daily record"
    ),
    "FURTHER": words(
        "another others separate separately elsewhere also in_addition additionally meanwhile"
        " additional"
    ),
    "WHILE": words("while whereas"),
    "LOWER": words(
        "lowered lowers lowering reduced reduces cut revised revises corrected drops dropped"
        " dropping fell falls fallen declined decreased down revised_down revises_down"
        " revised_downward scaled_back"
    ),
    "UPWARD": words("up upward upwards higher"),
    "SURVIVOR": words("survivor survivors"),
    "SURVIVE": words("survive survives survived surviving lived_through lives_through"),
    "SOLE": words("sole lone only single"),
    "WOUND": words("injured injuring injure injures wounded wounding wounds hurt"),
    "MISSING": words("missing unaccounted_for disappeared"),
    "PRESUMED": words("presumed believed assumed considered presumably declared"),
    "FEARED": words("feared"),
    "ABOARD": words("aboard on_board"),
    "TIMEWORD": words(
        "day days week weeks month months year years hour hours minutes times decades"
    ),
    "THING": words(
        "stores cities homes houses buildings businesses jobs flights cars trucks planes"
        " aircraft helicopters drones missiles warships ships destroyers pounds kilos deals"
        " bills plans projects percent points seats votes games innings runs meetings calls"
        " questions pages articles countries states airlines carriers incidents occasions"
        " missions operations cases infections bill proposal deal project programme program"
    ),
    "WHO": words("who whom whose which that"),
    "THOSE": words("those"),
    "THEM": words("them"),
    "THIS": words("this these"),
    "DET": words("the its their his her our"),
    "ART": words("a an"),
    "ANOTHERONE": words("another_one one_more yet_another_one"),
    "ANOTHER": words("another additional further yet_another another_one one_more"),
    "MORE": words("more"),
    "OCCUR": words(
        "took_place taken_place happened occurred occurring was_carried_out were_carried_out"
        " was_conducted was_ordered was_launched was_made were_made it_was it_came came"
    ),
    "NEW": words("new fresh latest newest most_recent"),
    "ALL": words("all both every each"),
    "EARLIER": words(
        "earlier previous previously prior past last_month's recent_past preceding the_first_one"
    ),
    "INITIAL": words(
        "initial first_strike the_first_strike the_first_attack the_first_boat first_attack"
    ),
    "SUCH": words("such of_its_kind of_the_kind"),
    "SUCHTIME": words(
        "air_raid air_raids bombing_raid bombing_raids time instance operation occasion such"
        " incident one"
    ),
    "ONE": words("one"),
    "LATE": words("late early"),
    "INCLUDING": words("including among_them counting"),
    "OF": words("of"),
    "TO": words("to"),
    "TOBE": words("to_be"),
    "AT": words("at"),
    "IN": words("in during within"),
    "ON": words("on"),
    "BY": words("by"),
    "FROM": words("from"),
    "WITH": words("with plus"),
    "ALONG": words("along"),
    "TOGETHER": words("together"),
    "AFTER": words(
        "after following in_the_wake_of in_retaliation_for in_response_to over_the despite amid"
        " because_of days_after hours_after weeks_after in_reprisal_for in_revenge_for"
        " in_reaction_to"
    ),
    "AGED": words("aged at_the_age_of at_age age"),
    "PERIOD": words("for_the_week for_the_month for_the_year that_week that_month in_a_week"),
    "SAVE": words("save saves saved saving"),
    "HE": words("he she"),
    "ASIDE": words(
        "related related_story related_stories read_more see_also read_also also_read caption"
        " file_photo photo photo_caption archive from_the_archive most_read watch gallery more"
        " recommended trending video"
    ),
    "LIVED": words("lived made_it survived"),
    "OVER": words("over for about"),
    "BEFORE": words("before until ahead_of prior_to"),
    "SINCE": words("since"),
    "SOFAR": words("so_far to_date until_now up_to_now as_of_now thus_far"),
    "OVERALL": words(
        "in_all overall altogether in_total combined together total totals all_told"
        " cumulative_total across_all"
    ),
    "SPELL": words(
        "in_recent_weeks in_recent_months in_recent_days over_recent_weeks over_the_past"
        " in_the_past over_two_months in_two_months this_year last_year this_fall"
        " during_the_campaign of_the_campaign in_the_campaign the_campaign's campaign campaigns"
        " the_operation's"
    ),
    "SCOPE": words(
        "this_week this_month in_days in_weeks in_a_week in_a_day in_hours in_as_many_days"
        " in_two_days in_three_days in_four_days this_year in_one_day in_the_last in_the_past"
        " in_less_than within_hours within_days last_month last_week in_september in_october"
        " in_november there"
    ),
    "NOW": words("now currently already"),
    "ADV": words(
        "now at_least already also reportedly allegedly officially currently just least"
        " the_least nearly about only still again as roughly approximately around"
    ),
    "MARK": words("mark marks marked marking represents became"),
    "AND": words("and as_well_as plus"),
    "BUT": words("but though although while whereas"),
    "NOT": words(
        "not n't didn't doesn't don't won't wasn't weren't isn't aren't hasn't haven't never"
        " without cannot can't couldn't wouldn't neither nor"
    ),
    "NO": words("no no_one nobody none zero none_of_them"),
    "IF": words("if unless should_the whether"),
    "MIGHT": words("might may could"),
    "COULD": words("could might may would can possibly potentially perhaps risk_of risks"),
    "WILL": words("will shall going_to plans_to plan_to set_to about_to intends_to to_be_held"),
    "DENY": words(
        "deny denies denied denying reject rejects rejected rejecting dismiss dismisses"
        " dismissed dismissing refute refuted rebuff rebuffed rebuffs ruled_out rules_out"
        " refused refuses refuse"
    ),
    "UNCONFIRMED": words(
        "unconfirmed never_confirmed not_confirm nothing_is_known not_been_confirmed"
        " has_not_confirmed not_confirmed appeared_to seemed_to suggested hinted unclear_whether"
        " no_confirmation did_not_confirm could_not_be_verified without_confirmation unverified"
        " not_announced offered_no_details gave_no_details without_giving"
    ),
    "SAY": words(
        "say says said saying announce announces announced announcing confirm confirms"
        " confirmed confirming tell tells told report reports reported reporting claim_that"
        " state states stated add adds added according_to post posts posted wrote writes"
        " disclosed disclose revealed reveals revealing acknowledged declares declared declare"
        " warned warns warn citing quoting cites cited tweeted insisted argued noted explained"
        " remarked boasted described put_the_number put_the_toll put_the_count counted own_count"
        " called_it what_he_called condemned"
    ),
    "REPORTEDBY": words("first_reported reported_by as_reported_by according_to citing quoting"),
    "CORRECT": words("corrected correction amended clarified"),
    "QUESTION": words("whether asked_whether questioned unclear"),
    "RESCUE": words(
        "rescue rescues rescued rescuing pulled pulls picked_up picks_up plucked plucks"
    ),
    "ALIVE": words("alive rescued were_rescued was_rescued been_rescued picked_up pulled_alive"),
    "ABED": words("aboard on_board on in from at inside off"),
    "NUMBERSIGN": words("number no #"),
    "DASHNOUN": words("force group fighter groups capability capabilities package eagle eagles"),
    "WORDS": words("collector fee road booth"),
    "RATE": words("per_day per_week per_month per_year per_hour each_day each_week each_month"),
    "PER": words("per each"),
    "AVERAGE": words("on_average an_average average_of averaging averages averaged average"),
    "LATER": words("later ago when"),
    # what is denied
    "REPORTS": words(
        "reports report claims claim allegations allegation assertions assertion accusations"
        " accusation rumors rumours rumor rumour suggestions reporting"
    ),
    "PRONOUN": words("it they he she we"),
    "FALSE": words("false untrue baseless unfounded fake fabricated debunked"),
}

SETS = {
    "HARD": "COMMA|STOP|NUM|ORD|PCT|EVENT|OBJECT|WHO|KILL|KILLED|DIE|DEAD|DEATHS|NO|SURVIVE|WOUND|MISSING",
    "FRAME": "HARD|DET|ART|OF|TO|AT|IN|ON|BY|FROM|WITH|AFTER|BEFORE|SINCE|BE|HAVE|AND|HUMAN|SAY|LEAVE"
    "|ABOARD|DASH|QUOTE|DATE|TOLL|BRING|RISE|COULD|WILL|NOT|THIS|SURVIVOR|ANIMAL|TIMEWORD|LIVES|BUT",
    "NOTDEAD": "EVENT|OBJECT|ANIMAL|TIMEWORD|THING|WOUND|MISSING|SURVIVOR|PCT|AMOUNT|MONEY",
    "KILLDIE": "DIE",
    "SPAN": "NUM|STOP|COMMA|SURVIVE|KILLED|KILL|DIE|DEAD",
    "CLOSE": "NUM|STOP|COMMA|WOUND|MISSING|SURVIVE|KILLED|KILL|DIE|DEAD",
}

MARKS: dict[str, str] = {
    # a day that is the announcement's, not the happening's
    "announced": "SAY ( ON | LATE )? d:DATE",
    # "..., not four, ..." and "14, not 15"
    "not_this": "NUM COMMA NOT NUM",
    # "four people a week", "every three days"
    "rate": "RATE | ( NUM | HUMAN | EVENT | OBJECT | DEAD | DEATHS | LIVES | KILLED )"
    " ART TIMEWORD (! AFTER|BEFORE|EARLIER|LATER|WHO|OF )"
    " | ALL ( AMOUNT | TIMEWORD ) | PER ( EVENT | OBJECT )",
    # "a ferry sank off Haiti"; "a boat struck a ferry"
    "mishap": "( OBJECT | CRAFT ) =2 SINK (! _2 ( ART | DET | NUM | ANOTHER | OBJECT | CRAFT ) )"
    " | ( OBJECT | CRAFT ) ( HIT | REACH ) ( ART | DET | ANOTHER ) _3 ( CRAFT | OBSTACLE )",
    # "denied that", "denied killing", "denied a strike", "rejected reports"
    "denied": "v:DENY|FALSE ADV? ( HAVE | WHO | PRONOUN | KILL | ( ART | ANOTHER )? _4 EVENT"
    " | ( DET | ART )? _4 REPORTS )",
    "called_false": "REPORTS ( WHO | OF ) ~18 BE ADV? ( DENY | FALSE )",
    "presumed_in_total": "( INCLUDING | WITH ) -8 PRESUMED TOBE? DEAD | PRESUMED TOBE? DEAD",
    "part_without_verb": "( COMMA | AND ) DET? ( ORD | ANOTHER ) OBJECT? KILL? n:NUM",
    # "three on one boat, two on another"; "three men on the first, two on the second"
    "further_part": "( COMMA | STOP | AND ) AND? n:NUM _1 HUMAN? ABED DET? ( ANOTHER | ORD | ONE | NEW ) (! ONE )",
    # "the number of missing fell from 41 to 31"
    "number_of": "NUMBEROF !NUM|STOP|COMMA* ( FROM NUM )? ( TO | AT | BE | REACH ) ADV? n:NUM",
    # a toll does not fall by itself: "the toll was lowered from 115 to 97", "cut the death toll",
    # "the toll is 97, down from 115"
    "lowered": "( TOLL | NUMBEROF =4 ( KILLED | DEAD | DEATHS ) | DEATHS ) !NUM|STOP|COMMA* LOWER (! UPWARD ) -3"
    " ( TO | FROM ) | LOWER DET? _2 ( TOLL | NUMBEROF =4 ( KILLED | DEAD | DEATHS ) )"
    " | TOLL -8 NUM COMMA LOWER FROM",
}
