"""What reads claims for a tracker: one file per reader."""
