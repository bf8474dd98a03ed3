"""The embedded PostgreSQL: nothing to install, nothing to collide with, nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from outcomes.warehouse.account import Account, ServerError, programs
from outcomes.warehouse.server import DATABASES, Server


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder of its own, whose server is stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="outcomes-server-"))
    yield folder
    for major in (16, 18):
        Server(folder, major=major).stop()
    shutil.rmtree(folder)


def ask(server: Server, query: str) -> str:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return str(row[0])


def tell(server: Server, statement: str) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def test_a_first_start_makes_the_cluster_and_both_databases(data: Path) -> None:
    server = Server(data, durable=False)
    server.start()
    assert server.running
    with psycopg.connect(server.url()) as connection:
        found = {name for (name,) in connection.execute("select datname from pg_database").fetchall()}
    assert found >= set(DATABASES)


def test_starting_again_adopts_the_running_server(data: Path) -> None:
    Server(data, durable=False).start()
    first = ask(Server(data, durable=False), "select pg_postmaster_start_time()")
    Server(data, durable=False).start()
    assert ask(Server(data, durable=False), "select pg_postmaster_start_time()") == first


def test_two_processes_may_start_it_at_the_same_moment(data: Path) -> None:
    start = "from outcomes.warehouse.server import Server; Server(Path(sys.argv[1]), durable=False).start()"
    command = [sys.executable, "-c", f"import sys; from pathlib import Path; {start}", str(data)]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0], errors
    assert Server(data, durable=False).running


def test_it_keeps_its_data_and_its_port_over_a_restart(data: Path) -> None:
    server = Server(data, durable=False)
    server.start()
    url = server.url()
    tell(server, "create table kept as select 42 as answer")
    server.stop()
    assert not server.running
    server.start()
    assert server.url() == url
    assert ask(server, "select answer from kept") == "42"


def test_it_moves_when_another_program_has_taken_its_port(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    server = Server(data, durable=False)
    server.start()
    server.stop()
    taken = server.port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", taken))
        other.listen()
        server.start()
    assert server.port != taken
    assert f"port {taken} is taken by another program" in caplog.text
    assert ask(server, "select 1") == "1"


def test_it_recovers_what_was_committed_when_it_was_killed(data: Path) -> None:
    server = Server(data)
    server.start()
    tell(server, "create table kept as select 42 as answer")
    process = server._process()
    assert process is not None
    os.kill(process, signal.SIGKILL)
    server.start()
    assert ask(server, "select answer from kept") == "42"


def test_a_leftover_whose_process_id_now_belongs_to_another_program_is_no_obstacle(data: Path) -> None:
    server = Server(data, durable=False)
    server.start()
    leftover = server.cluster / "postmaster.pid"
    remembered = leftover.read_text()
    server.stop()
    account = Account.choose(server.cluster)
    switch = {"user": account.uid, "group": account.gid} if account.switch else {}
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, cwd="/", **switch) as other:  # type: ignore[call-overload]
        leftover.write_text(remembered.replace(remembered.split("\n", 1)[0], str(other.pid), 1))
        account.own(leftover, 0o600)
        assert not server.running
        server.start()
        assert ask(server, "select 1") == "1"
        other.communicate()


def test_it_listens_on_loopback_only_and_wants_the_password(data: Path) -> None:
    server = Server(data, durable=False)
    server.start()
    assert ask(server, "show listen_addresses") == "127.0.0.1"
    assert ask(server, "show unix_socket_directories") == ""
    without = f"host=127.0.0.1 port={server.port} user=outcomes dbname=warehouse passfile=/dev/null"
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(without)


def test_the_password_is_in_no_url_and_its_file_is_private(data: Path) -> None:
    server = Server(data, durable=False)
    server.start()
    password = (server.home / "pgpass").read_text().strip().rpartition(":")[2]
    assert len(password) > 30
    assert password not in server.url()
    assert (server.home / "pgpass").stat().st_mode & 0o777 == 0o600
    assert server.cluster.stat().st_mode & 0o777 == 0o700
    assert not (server.home / "password").exists()


def test_a_failing_statement_leaves_no_value_in_the_servers_log(data: Path) -> None:
    server = Server(data, durable=False)
    server.start()
    with psycopg.connect(server.url()) as connection, pytest.raises(psycopg.Error):
        connection.execute("select 'Mabel Quince'::date")
    server.stop()
    assert "Mabel" not in server.log_file.read_text()


def test_text_is_ordered_by_code_point_on_every_machine(data: Path) -> None:
    server = Server(data, durable=False)
    server.start()
    assert (
        ask(server, "select string_agg(t, ' ' order by t) from (values ('a'), ('B'), ('é'), ('z')) as v (t)")
        == "B a z é"
    )


def test_the_wheels_older_postgresql_can_be_run_as_well(data: Path) -> None:
    server = Server(data, durable=False, major=16)
    server.start()
    assert ask(server, "show server_version").startswith("16.")


def test_stopping_what_never_ran_does_nothing(data: Path) -> None:
    Server(data, durable=False).stop()
    with pytest.raises(ServerError, match="start it first"):
        Server(data, durable=False).url()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
class TestAsRoot:
    """PostgreSQL refuses to run as root."""

    def test_a_folder_that_the_account_cannot_enter_is_named(self, data: Path) -> None:
        data.chmod(0o711)
        closed = data / "closed"
        closed.mkdir(mode=0o700)
        with pytest.raises(ServerError, match=f"cannot enter {closed}: .*chmod o\\+x"):
            Server(closed / "data", durable=False).start()

    def test_folders_that_it_makes_itself_can_be_entered_whatever_the_umask(self, data: Path) -> None:
        data.chmod(0o711)
        before = os.umask(0o077)
        server = Server(data / "made" / "here", durable=False)
        try:
            server.start()
            assert ask(server, "select 1") == "1"
        finally:
            os.umask(before)
            server.stop()

    def test_programs_below_a_private_home_are_copied_to_where_the_account_can_run_them(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        private = data / "home"
        package = programs().parents[1]
        shutil.copytree(package / "pginstall18", private / package.name / "pginstall18")
        shutil.copytree(package.with_name(f"{package.name}.libs"), private / f"{package.name}.libs")
        private.chmod(0o700)
        home = private / package.name / "pginstall18" / "bin"
        monkeypatch.setattr("outcomes.warehouse.account.programs", lambda major: home)
        server = Server(data, durable=False)
        server.start()
        assert ask(server, "select 1") == "1"
        assert (data / "postgres" / "programs").is_dir()
