"""English: people who die, mourn, judge and protest; and of what else people die. Data only."""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "HUMAN": words(
        "people person persons man men woman women individual individuals male males civilian"
        " civilians passenger passengers crew crewmen crewmembers crew_members crewmember member"
        " members occupant occupants sailor sailors fisherman fishermen others other suspects"
        " suspect victims victim bodies body residents resident child children boy boys girl"
        " girls student students worker workers migrant migrants soldier soldiers troops officer"
        " officers police policemen pilots pilot militants militant fighters fighter gunmen"
        " insurgents rebels protesters tourists villagers americans foreigners terrorist"
        " terrorists smuggler smugglers trafficker traffickers aboard souls human_beings"
        " teenagers adults members_of journalist journalists reporter reporters cameraman"
        " photographer photographers activist activists leader leaders commander commanders"
        " general generals politician politicians lawmaker lawmakers senator mayor mayors judge"
        " judges lawyer lawyers teacher teachers doctor doctors nurse nurses guard guards deputy"
        " deputies sheriff miner miners inmate inmates prisoner prisoners detainee detainees"
        " hostage hostages pedestrian pedestrians motorist motorists driver drivers cyclist"
        " cyclists hiker hikers climber climbers skier skiers swimmer farmer farmers shepherd"
        " shepherds worshipper worshippers worshipers pilgrim pilgrims refugee refugees guest"
        " guests patient patients spectator spectators fans fan firefighter firefighters rescuer"
        " rescuers paramedic paramedics medic medics peacekeeper peacekeepers marine marines"
        " airman airmen trooper troopers cop cops constable bystander bystanders infant infants"
        " baby babies toddler toddlers youth youths teenager couple relatives mother father son"
        " daughter brother sister husband wife brothers sisters sons daughters tourist villager"
        " rebel insurgent gunman protester protestors protestor demonstrator demonstrators"
        " servicemen serviceman servicewoman paratrooper mercenary mercenaries assailant"
        " assailants attacker attackers bomber bombers perpetrator perpetrators hijackers"
        " official officials minister president lieutenant colonel captain transient"
        " homeless_man aide aides bodyguard bodyguards assistant assistants customs_officers"
        " hijacker shooter shooters helmsman skipper operator operators kidnappers kidnapper"
        " pupil pupils schoolchildren monk monks priest priests nun nuns imam cleric clerics"
        " bishop professor scientist scientists engineer engineers technician technicians diver"
        " divers astronaut racer jockey player players footballer footballers singer actor"
        " actress artist artists vendor vendors shopper shoppers commuter commuters employee"
        " employees labourers laborers labourer contractor contractors diplomat diplomats"
        " ambassador nationals national families governor governors presenter chief chiefs"
        " colleague colleagues coworker coworkers classmates neighbours neighbors friends folks"
        " lifeguard lifeguards swimmers lodgers fugitive fugitives negotiator negotiators"
    ),
    "ONEPERSON": words(
        "pilot driver captain gunman attacker bomber suspect commander leader mayor officer"
        " soldier policeman mother father wife husband son daughter brother sister passenger"
        " owner guard gunner assailant perpetrator shooter hijacker president minister"
        " ambassador general judge journalist reporter teacher priest farmer fisherman helmsman"
        " skipper crewman operator chief bodyguard deputy head victim man woman boy girl"
        " governor lawmaker senator prosecutor official"
    ),
    "ANYBODY": words(
        "people person persons others other individual individuals aboard souls bodies body"
    ),
    "FAMILY": words(
        "family families relatives relative widow widows mother mothers father fathers parents"
        " kin wife brother sister loved_ones mourners"
    ),
    "FUNERAL": words("funeral funerals burial burials buried mourned vigil wake_for remembered"),
    "COURT": words(
        "convicted sentenced sentences conviction trial verdict anniversary commemorate"
        " commemorates commemorating commemoration memorial marked_the pleaded pleads sued sues"
        " lawsuit found_guilty jailed life_imprisonment life_in_prison indicted indicts"
        " indictment acquitted acquits extradited extradites inquest retrial on_trial"
        " stands_trial minute_of_silence minute's_silence remembers tribute"
    ),
    "LEGAL": words(
        "court courts tribunal jury prosecutors prosecutor suspected suspect suspects charged"
        " charges arrest arrests arrested detain detains detained accused accuses investigators"
        " upholds uphold upheld compensation settlement apologises apologizes apologized"
        " apologised"
    ),
    "REACTION": words(
        "condemn condemns condemned condemning mourn mourns mourned denounce denounces"
        " denounced protest protests resign resigns resigned recall recalls recalled apologises"
        " apologizes blames blame blamed"
    ),
    # of what else people die; a topic's own words for its happening take precedence
    "RIVAL": words(
        "hurricane hurricanes storm storms cyclone cyclones typhoon typhoons tornado tornadoes"
        " earthquake earthquakes quake quakes tsunami flood floods flooding landslide landslides"
        " mudslide mudslides avalanche wildfire wildfires fires blaze blazes house_fire"
        " hotel_fire factory_fire crash crashes crashed collision collisions collided derailed"
        " derailment capsized capsizing capsizes overturned shipwreck shipwrecks ferry_sinking"
        " ferry_disaster raid raids shootout shootouts stampede outbreak cholera heatwave"
        " heat_wave drought famine eruption riot riots mass_shooting school_shooting gang_war"
        " gang_violence accident accidents unrelated overdose overdoses"
    ),
    "CRAFT": words(
        "ferry ferries yacht yachts trawler trawlers tanker tankers canoe canoes raft rafts"
        " dinghy dinghies cruise_ship cargo_ship tugboat catamaran freighter"
    ),
    "OBSTACLE": words("reef rock rocks bridge pier iceberg sandbar breakwater jetty buoy"),
    "SINK": words("sank sinks sinking"),
    "ANIMAL": words(
        "dog dogs cat cats whale whales dolphin dolphins manatee manatees bird birds horse"
        " horses cow cattle sheep turtles turtle fish elephants animals animal chickens bees"
        " deer"
    ),
}
