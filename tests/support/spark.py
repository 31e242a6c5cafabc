"""A real Spark cluster for tests, on loopback: one master, two workers, one Spark Connect server.

`python -m tests.support.spark COMMAND...` starts it, runs the command once with a classic address and once
with Spark Connect's in `PULYOLU_TEST_ENGINE`, and stops every process that it started, by its own id.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgres import DIES_WITH_PARENT
from tests.support.server import free_port

HOST = "127.0.0.1"
WORKERS = 2
STARTS_WITHIN = 90
"""Seconds until a part of the cluster that does not answer counts as broken."""
STOPS_WITHIN = 20
LONGEST = 3_600
"""Seconds until a command on an address is given up, and ended with the cluster."""
VARIABLE = "PULYOLU_TEST_ENGINE"
MISSING = "The tests need Java 17; on Debian: apt-get install openjdk-17-jre-headless"
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""What lets Java start fast rather than run fast: each of the tests' questions is asked once."""


@dataclass(frozen=True)
class Cluster:
    """The two addresses of a running cluster, and the surroundings in which a driver joins it."""

    classic: str
    connect: str
    surroundings: Mapping[str, str]
    parts: Sequence["subprocess.Popen[bytes]"]

    def peak(self) -> int:
        """Megabytes that the running processes of the cluster held at their peaks, executors included."""
        groups = {part.pid for part in self.parts}
        return sum(_peak(path) for path in Path("/proc").glob("[0-9]*") if _group(path) in groups)


@contextmanager
def cluster(memory: str = "1g", driver: str = "1g", java: str = QUICK) -> Iterator[Cluster]:
    """A running cluster. Each of its workers has two executors of one core: a driver's, and Spark Connect's.

    `memory` is each executor's, `driver` that of a driver and of the Spark Connect server, `java` the
    options of both. Raises RuntimeError with the log of a part that does not start.
    """
    if shutil.which("java") is None:
        raise RuntimeError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="spark"))
    surroundings = {
        **os.environ, "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": java, "SPARK_LOCAL_IP": HOST,
        "SPARK_CONF_DIR": str(folder), "SPARK_HOME": str(_home()), "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_DIRS": str(folder / "local"),
    }  # fmt: skip
    _configure(folder, memory, driver, java)
    ports = [free_port() for _ in range(3 + WORKERS * 2)]
    classic, connect = f"spark://{HOST}:{ports[0]}", f"sc://{HOST}:{ports[1]}"
    try:
        with ExitStack() as running:
            master = ["-h", HOST, "-p", str(ports[0]), "--webui-port", str(ports[2])]
            parts = [running.enter_context(_started(folder, surroundings, [MASTER, *master], ports[0]))]
            for number in range(WORKERS):
                port, web = ports[3 + number * 2 : 5 + number * 2]
                options = ["-h", HOST, "-p", str(port), "--webui-port", str(web), "-c", "2"]
                options += ["-m", _twice(memory), "-d", str(folder / f"work{number}"), classic]
                parts.append(running.enter_context(_started(folder, surroundings, [WORKER, *options], port)))
            options = ["--master", classic, "--class", CONNECT, "--name", "connect"]
            options += ["--conf", f"spark.connect.grpc.binding.port={ports[1]}"]
            options += ["--conf", f"spark.connect.grpc.binding.address={HOST}", "spark-internal"]
            submit = ["org.apache.spark.deploy.SparkSubmit", *options]
            # The server is the driver of its clients, but takes its memory as a daemon does.
            own = {**surroundings, "SPARK_DAEMON_MEMORY": driver}
            parts.append(running.enter_context(_started(folder, own, submit, ports[1])))
            yield Cluster(classic, connect, surroundings, parts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configure(folder: Path, memory: str, driver: str, java: str) -> None:
    """What every driver takes as its settings: small, of one core on each worker, on loopback alone."""
    settings = {
        "spark.executor.memory": memory, "spark.executor.cores": "1", "spark.cores.max": str(WORKERS),
        "spark.driver.memory": driver, "spark.driver.host": HOST, "spark.driver.bindAddress": HOST,
        "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": str(WORKERS),
        "spark.executor.extraJavaOptions": java, "spark.driver.extraJavaOptions": java,
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }  # fmt: skip
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (folder / "spark-defaults.conf").write_text(lines, encoding="utf-8")
    log = "rootLogger.level = warn\nrootLogger.appenderRef.stdout.ref = console\n"
    log += "appender.console.type = Console\nappender.console.name = console\n"
    log += "appender.console.target = SYSTEM_ERR\nappender.console.layout.type = PatternLayout\n"
    log += "appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex\n"
    (folder / "log4j2.properties").write_text(log, encoding="utf-8")


@contextmanager
def _started(
    folder: Path, surroundings: Mapping[str, str], words: Sequence[str], port: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """One part of the cluster, running while the block does."""
    command = [str(_home() / "bin" / "spark-class"), *words]
    log = folder / f"{words[0].rpartition('.')[2]}-{port}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env=dict(surroundings), cwd=folder,
            preexec_fn=_die_with_parent, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(process, port, log)
        yield process
    finally:
        _stop(process)


def _die_with_parent() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    last = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < last and process.poll() is None:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Spark does not start:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a part and what it started: a worker's executors are of its own group of processes."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            continue
    process.poll()


def _group(process: Path) -> int:
    """The group of a process of /proc; 0 where it has ended."""
    try:
        return int(
            (process / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[2]
        )
    except OSError:
        return 0


def _peak(process: Path) -> int:
    with suppress(OSError):
        for line in (process / "status").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return 0


def _home() -> Path:
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        raise RuntimeError("pyspark is not installed here: make spark")
    return Path(found.origin).parent


def _twice(memory: str) -> str:
    return f"{int(memory[:-1]) * 2}{memory[-1]}"


def main(command: Sequence[str]) -> int:
    """Run a command on both addresses of a new cluster; the first exit code that is not 0."""
    # Who ends this process ends the cluster with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with cluster() as running:
        for address in (running.classic, running.connect):
            own = {**running.surroundings, VARIABLE: address}
            done = subprocess.run(command, env=own, check=False, timeout=LONGEST)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
