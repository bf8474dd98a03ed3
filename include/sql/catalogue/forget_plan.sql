-- What the catalogue says of one plan, so that it can be said anew in the same transaction.
DELETE FROM catalogue.term WHERE plan_version = {{ plan }};
DELETE FROM catalogue.rule_parameter WHERE plan_version = {{ plan }};
DELETE FROM catalogue.measure WHERE plan_version = {{ plan }};
DELETE FROM catalogue.outcome WHERE plan_version = {{ plan }};
DELETE FROM catalogue.problem WHERE plan_version = {{ plan }};
DELETE FROM catalogue.plan WHERE plan_version = {{ plan }};
DELETE FROM catalogue.code;
DELETE FROM catalogue.feed;
