{#- How a record is found by its key, and a person's records by the agency's own key for the person. -#}
CREATE UNIQUE INDEX IF NOT EXISTS {{ Identifier(contract.feed ~ "_current") }}
ON {{ core }} (record_key, supplier) WHERE known_to = 'infinity';
{% if contract.person %}

CREATE INDEX IF NOT EXISTS {{ Identifier(contract.feed ~ "_person") }}
ON {{ core }} ({{ Identifier(contract.identity["person_ref"]) }}) WHERE known_to = 'infinity';
{% endif %}
