{#- What each check found. -#}
INSERT INTO operations.validation (delivery_id, expectation, severity, success, unexpected_count, unexpected_share)
VALUES
{% for finding in findings %}
    (
        {{ delivery_id }}, {{ finding.rule }}, {{ finding.severity }}, {{ finding.success }}, {{ finding.broken }},
        {{ finding.broken }} / nullif({{ rows_read }}::numeric, 0)
    ){% if not loop.last %},{% endif %}

{% endfor %};
