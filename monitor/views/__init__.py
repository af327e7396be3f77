"""state/views.db: readable tables that are kept from the log and can be deleted at will.

schema     the tables
changes    what each event does to them
basis      what answers depend on beside the log
index      the kept texts, for matching
filed      where in the log the events stand on which a tracker's answers rest
store      the one writer: events and answers in, in one transaction with the checkpoint
rebuild    from the log: caught up when opened, made anew, compared
compare    the content of two files, in one order
health     which sources answer; light, too
reading    what queries read; imports the standard library only
then       stories as they were at a time; light, too
"""
