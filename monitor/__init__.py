"""`monitor` follows a developing news story for somebody who must not miss a turn of it.

The way of a text, and where each step lives:

    sources      poll      a source is retrieved, its document parsed into entries
    stories      entry     is it about the topic? known, new, a copy, a revision?   -> story
    claims       story     what does it say, in which words, by whom?               -> claims
    eventlog     events    story and claims are appended; nothing is ever changed
    projections  claims    what do they add up to? what is new?                     -> developments
    alerts       rules     who is told, through which channel, and has it arrived?

Imports run one way, from top to bottom:

    cli | web                          what people and machines ask
    daemon                             one tick a second: wiring
    pages | nightly                    pages of stories whose feed gives too little; the log checked, backed up
    asking                             a language model asked about what the rules have read
    opening | outgoing                 the state folder opened; alerts on their way out
    redacting                          bodies taken out of the log, with what was made from them
    intake | lookout                   what a poll has brought; what we can see
    rereading | trying                 newer rules over stored stories; a topic over all that is kept
    notify | tasks | pace              the service manager; what is under way; how time passes
    backfill                           texts that were reported before we looked
    pipeline                           one batch of entries on its way
    config | revised                   TOML to settings and topics; a person's word on a text that is revised
    models                             the endpoint of a language model, and who waits to be asked about
    sources | eventlog | alerts | views   the rooms that touch network and disk
    net | secret | telling | sqlitefile   only public addresses, bounded answers; keys; a line an event;
                                       how a file of SQLite is opened
    inbox | links                      wishes of people on their way to the log; links to acknowledge
    stories | claims | projections     the core: no clock, no network, no disk, no logging
    wishes                             what a person wants, and the events that it comes to
    registry | text | wording          members found by name; text made safe; days and numbers in words
    entries | events | topics          the words: what is recorded, what is followed
    reports | consulted | notices      claims; what a language model answered; developments and alerts
    corrections                        what persons decide about claims and incidents
    values, errors                     what they are made of; what can go wrong
    heartbeat | upkeep                 whether the daemon moves, how its log does, for who looks from outside
    state                              the files of the state folder by name

A new kind of source, channel, tracker, reader or language is one file in its room, found by its name in
the configuration. `monitor/pipeline.py` is the place to start reading.
"""

__version__ = "0.1.0"
