"""The projections kept in state/views.db: readable tables that can be deleted at will."""
