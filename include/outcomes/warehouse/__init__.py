"""The warehouse: the PostgreSQL that the project brings along, connections to it, its schema and who may read what."""
