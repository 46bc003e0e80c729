"""Who speaks and for whom, and which words stand for a place named elsewhere."""
