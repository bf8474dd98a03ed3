{#- A held delivery that is looked at again: what was found the first time gives way to what is found now. -#}
DELETE FROM operations.quarantine WHERE delivery_id = {{ delivery_id }};

DELETE FROM operations.validation WHERE delivery_id = {{ delivery_id }};
