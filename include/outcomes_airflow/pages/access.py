"""Who may open a page. Airflow mounts a plugin's pages without asking who calls, so every route names one of these."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_view
from fastapi import Depends, HTTPException, Request

from outcomes.desk.access import ROLE

MAY_SEE_THE_UI = Depends(requires_access_view(AccessView.WEBSITE))


def _reviewer(user: GetUserDep) -> str:
    """The name that stands under a decision. The role alone counts, not what an administrator may do otherwise: names
    are for those who are appointed to compare them."""
    if ROLE not in {role.name for role in getattr(user, "roles", ())}:
        raise HTTPException(403, f"This page shows people's names. It is for reviewers: users with the role {ROLE}.")
    return user.get_name()


Reviewer = Annotated[str, Depends(_reviewer)]
A_REVIEWER = Depends(_reviewer)


def _from_our_own_page(request: Request) -> None:
    """A browser says where a form was filled in, and no page can make it lie. Whoever does not say is refused."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = site == "same-origin" if site else bool(origin) and urlsplit(origin).netloc == request.headers.get("host")
    if not ours:
        raise HTTPException(403, "This form was not sent from the desk's own page, so nothing was recorded.")


FROM_OUR_OWN_PAGE = Depends(_from_our_own_page)
