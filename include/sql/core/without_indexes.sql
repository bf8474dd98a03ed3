{#- Indexes are made several times faster than they are kept up row by row: an empty table goes without while its first
    large delivery is loaded, in the same transaction. -#}
DROP INDEX IF EXISTS core.{{ Identifier(contract.feed ~ "_current") }},
    core.{{ Identifier(contract.feed ~ "_person") }};
