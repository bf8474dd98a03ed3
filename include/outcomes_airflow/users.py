"""The people who sign in to Airflow on this machine: one name a job, with the role that the job needs.

Run as a module, in Airflow's environment, it brings roles and permissions up to date and adds the users that are
missing. Passwords come from a private file and never appear in a list of processes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from outcomes.desk.access import ROLE as REVIEWER
from outcomes.settings import Settings
from outcomes_airflow.configuration import home, secret

ROLES = {"admin": "Admin", "engineer": "Op", "auditor": "Viewer", "matcher": REVIEWER, "second_matcher": REVIEWER}
"""Two reviewers, because a doubtful "same" needs two people."""


def password(settings: Settings, user: str) -> str:
    """The user's password, made when it is first asked for and kept in a file of the user's name."""
    return secret(settings, f"password-{user}", 18)


def password_file(settings: Settings, user: str) -> Path:
    return home(settings) / "secrets" / f"password-{user}"


def add_missing_users(settings: Settings, roles: Mapping[str, str] = ROLES) -> None:
    """Idempotent. A user who is there keeps the role and the password that an administrator may have changed."""
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
    from airflow.providers.fab.www.security.permissions import ACTION_CAN_READ, RESOURCE_PLUGIN, RESOURCE_WEBSITE

    with get_application_builder() as builder:
        builder.sm.sync_roles()
        # A reviewer may open the UI, and no more of Airflow's own; the UI links our pages for whoever may read plugins.
        # What somebody may do in a page the page itself asks.
        links = (ACTION_CAN_READ, RESOURCE_PLUGIN)
        builder.sm.bulk_sync_roles(
            [
                {"role": REVIEWER, "perms": [(ACTION_CAN_READ, RESOURCE_WEBSITE), links]},
                {"role": "Viewer", "perms": [links]},
            ]
        )
        for user, role in roles.items():
            if builder.sm.find_user(username=user) is None:
                builder.sm.add_user(
                    username=user,
                    first_name=user.replace("_", " ").capitalize(),
                    last_name="",
                    email=f"{user}@localhost",
                    role=builder.sm.find_role(role),
                    password=password(settings, user),
                )


if __name__ == "__main__":
    add_missing_users(Settings.from_environment())
