"""English: words by which texts say who says something. Data only.

TELL verbs take a speaker as their subject, FINDS verbs a body that counts or asks, REFUSES verbs somebody
who denies. Nouns for speakers without a name stand by kind: SOURCE (anonymous), OFFICE, VOICE.
"""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "TELL": words(
        "presumes presumed_dead_by registers registered logs logged records recorded lists listed tallies"
        " tallied acknowledging first_reported relayed conveyed testifies unveils tweets shared_on touts"
        " touted celebrates celebrated cheered cheers applauded applauds fumed ranted assured assures"
        " reassured swore guaranteed previewed outlined outlines laid_out spelled_out specified highlighted"
        " underlined underscored underscores pointed_out points_out observed opined speculated reckons guesses"
        " calculates calculated projected forecasts fears doubts questioned wondered recalled recalls"
        " remembers weighed_in chimed_in hit_back shot_back fired_back played_down downplayed downplays"
        " stood_by defended defends justified justifies branded brands labelled labeled dubbed dubs"
        " characterized characterised portrayed portrays likened compared blamed blames attributed credited"
        " thanked congratulated mourned salutes saluted leaked let_slip confessed gave_the_number"
        " gave_the_toll gives_the_number went_public admits discloses tallied_up reacted responds replies"
        " fired_off crows gloats say says said saying tell tells told telling announce announces announced"
        " announcing confirm confirms confirmed confirming report reports reported reporting state states"
        " stated stating add adds added adding post posts posted posting write writes wrote writing tweeted"
        " disclose disclosed disclosing reveal reveals revealed revealing acknowledge acknowledges"
        " acknowledged admit admitted admitting declare declares declared declaring warn warns warned warning"
        " claim claims claimed claiming insist insists insisted insisting argue argues argued note notes noted"
        " noting explain explains explained remark remarked boast boasts boasted boasting describe describes"
        " described describing suggest suggests suggested suggesting hint hints hinted hinting signal signals"
        " signaled signalled indicate indicates indicated indicating vow vows vowed vowing threaten threatens"
        " threatened threatening promise promises promised pledge pledges pledged accuse accuses accused"
        " accusing condemn condemns condemned denounce denounces denounced estimate estimates estimated"
        " believe believes believed think thinks maintain maintains maintained reiterate reiterates reiterated"
        " repeat repeats repeated repeating stress stresses stressed emphasize emphasized emphasised assert"
        " asserts asserted asserting allege alleges alleged testified conclude concludes concluded predict"
        " predicts predicted conceded concedes cautioned complained quipped joked publicized publicised"
        " unveiled unveil teased teases mused muses made_clear makes_clear made_it_clear called_it called_the"
        " called_them calls_it calls_the called_for calls_for put_the_number put_the_toll put_the_count"
        " puts_the_number puts_the_toll put_the_total not_rule_out wrote_that let_it_be_known broke_the_news"
        " crowed gloated bragged brags trumpeted speaks confided corrected clarified amended detailed details"
        " replied responded countered retorted recounted recounts notified informed informs briefed hailed"
        " praised lauded welcomed welcomes criticised criticized criticizes mocked slammed slams decried"
        " decries lamented laments elaborated divulged broadcast broadcasts"
    ),
    "TOLD": words("told tells telling tell interview"),
    "SPOKESMAN": words("spokesman spokeswoman spokesperson"),
    "TRAILING": words("familiar close briefed involved present aware"),
    "STATEMENT": words("statement post tweet message announcement notice account words remarks"),
    "CREDIT": words("source sources announced_by reported_by confirmed_by credit posted_by"),
    "PLAINLY": words("said says told tells added adds"),
    "POST": words(
        "official president secretary minister general admiral spokesman spokeswoman spokesperson leader"
        " senator governor mayor ambassador lawmaker analyst commander congressman congresswoman diplomat aide"
    ),
    "ADDS": words("add adds added adding"),
    "FINDS": words(
        "find finds found show shows showed record define defines defined count counts counted counting tally"
        " list document documents documented has_found has_counted has_recorded has_documented tracks tracked"
        " learned learnt understands puts put obtained reviewed verified published publishes released releases"
    ),
    "ORDERS": words(
        "posts_footage carried carries appealed appeals pleaded begged implored called_upon raised raises"
        " lowered lowers revised revises updated updates cancelled canceled cancels called_off calls_off"
        " postponed postpones put_off offered offers proposed proposes agreed accepted accepts ordered orders"
        " demanded demands urged urges shared shares authorized authorizes authorised approved proclaimed"
        " designates designated"
    ),
    "REFUSES": words(
        "deny denies denied denying dismiss dismisses dismissed dismissing reject rejects rejected rejecting"
        " refute refutes refuted rebuff rebuffs rebuffed dispute disputes disputed rule_out rules_out"
        " ruled_out scoffed refuse refuses refused disavowed"
    ),
    "ACCORDING": words(
        "according_to as_per per citing quoting cites quotes cited quoted in_the_words_of reported_by"
        " as_reported_by first_reported_by announced_by confirmed_by posted_by released_by shared_by cited_by"
        " quoted_by published_by obtained_by seen_by disclosed_by carried_by"
    ),
    "OWNWORDS": words(
        "words account remarks comments claim assertion warning threat vow promise letter data research"
        " documents records complaint filing indictment court_documents findings study statement post tweet"
        " message tally own_count count figures analysis timeline poll survey polling report reports"
        " announcement video briefing investigation database tracker review estimate reporting scoop exclusive"
        " designation decision notice declaration"
    ),
    "SPOKES": words(
        "spokesman spokeswoman spokesperson spokespeople spokespersons secretary press_secretary chief head"
        " leader director boss account representative representatives envoy office press_office deputy"
    ),
    "SOURCE": words(
        "official officials source sources aide aides person people individual individuals insider insiders"
        " diplomat diplomats adviser advisers advisor advisors someone somebody persons ones people_familiar"
        " person_familiar persons_familiar individuals_familiar people_close person_close"
        " people_with_knowledge sources_familiar sources_close sources_with_knowledge officials_familiar"
        " officials_briefed people_briefed person_briefed sources_briefed people_involved individuals_involved"
        " officials_involved person_with_knowledge people_aware person_aware"
    ),
    "OFFICE": words(
        "premier chancellor sheriff marshal pope king prince junta tribunal foreign_ministry defence_ministry"
        " defense_ministry interior_ministry foreign_minister defence_minister defense_minister"
        " interior_minister prime_minister attorney_general ministry government office agency military army"
        " navy police authorities authority administration embassy court coast_guard commander commanders"
        " minister president secretary ambassador prosecutor prosecutors department command parliament"
        " congress commission committee council body spokesman spokeswoman spokesperson general admiral"
        " governor mayor chief force regime leader leaders delegation mission bureau regulator institute bank"
        " union"
    ),
    "VOICE": words(
        "mother father sister cousin uncle widow friends friend fisherman villager captain skipper sailors"
        " crew veterans veteran professor academics scholar consultant charity ngo ombudsman association"
        " federation party bloc staffers operatives bishop priest coroner judge hospital radio station"
        " television newspaper newspapers daily website broadcaster network campaigner activist prosecutors"
        " union owner trader traders mayor senator media local_media state_media news_agencies agencies"
        " watchdog rapporteur rapporteurs high_commissioner analyst analysts expert experts rescuers witnesses"
        " witness lawmakers lawmaker relatives relative families family fishermen senators congressman"
        " congresswoman congressmen critics group groups residents observers scholars lawyers lawyer activists"
        " democrats republicans democrat republican researchers scientists firefighters medics doctors"
        " villagers survivors neighbours neighbors historians economists columnist editorial writer author"
        " diplomat campaigners organization organisation organizations coalition pollster pollsters airline"
        " airlines company airport investigators organizers staff"
    ),
    "PAPER": words(
        "the_paper the_newspaper the_outlet the_broadcaster the_network the_news_agency the_magazine"
        " the_daily the_site the_channel the_times its_report"
    ),
    "REFERS": words("he'd she'd they'd he's she's he she they"),
    "NOBODY": words(
        "i you he she it we they some many others most everyone nobody one none few both neither several this"
        " that these those which who what there here report reports video videos images footage image photo"
        " photos rumour rumours rumor rumors blog blogs post posts clip but and so then yet however meanwhile"
        " also still if when while as after before because although since"
    ),
    "TITLE": words(
        "president senator sen rep representative congressman congresswoman minister secretary general gen"
        " admiral adm governor gov mayor ambassador judge professor dr mr mrs ms attorney lieutenant colonel"
        " captain spokesman spokeswoman spokesperson deputy prime vice foreign defense defence former retired"
        " republican democrat democratic us u.s venezuelan colombian mexican american"
    ),
    "PREP": words(
        "of in on at by from with to for about against over under during between among into via through amid"
        " near without within toward towards upon outside inside behind off"
    ),
    "LIGHT": words(
        "also again later first now then just already has have had itself himself herself themselves still"
        " only have_been has_been had_been once repeatedly previously too even earlier today yesterday not"
        " this last late reportedly recently did does do always never both all"
    ),
    "INVERTS": words(
        "said says wrote writes added adds reported reports explained explains warned insisted noted"
        " announced"
    ),
}

MARKS = {
    # "..., said Hegseth"
    "inverted": "( ^ | COMMA | QUOTE | STOP ) v:INVERTS",
    # "he wrote", "it added"; "the paper reported"
    "taken_up": "ACCORDING PAPER | ( REFERS | PAPER ) ( LIGHT | DATE )* TELL",
}
