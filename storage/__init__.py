"""The ground floor: records, tables, deduplication, exports and what Datasette shows."""
