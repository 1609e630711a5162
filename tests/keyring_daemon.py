"""A real gnome-keyring on a private D-Bus session, apart from the person's own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import secretstorage
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from keyring.backends import SecretService

PASSWORD = "practice"  # of a keyring that lives for one test
_COLLECTION = "/org/freedesktop/secrets/collection/login"
_WAIT = 20.0


class PrivateKeyring:
    """The daemons and how to reach them. `env` is what a child process needs to use this keyring."""

    def __init__(self, home: Path) -> None:
        runtime = home / "run"
        runtime.mkdir(mode=0o700)
        # Without DISPLAY and WAYLAND_DISPLAY: a locked keyring then answers, instead of opening a prompt.
        own = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
        }
        self._bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            env=own,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._bus.stdout is not None
        self.address = self._bus.stdout.readline().strip()
        self.env = {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
        }
        self._daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            env={**own, "DBUS_SESSION_BUS_ADDRESS": self.address},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert self._daemon.stdin is not None
        self._daemon.stdin.write(PASSWORD.encode())
        self._daemon.stdin.close()
        self._wait_for_name()

    def backend(self) -> SecretService.Keyring:
        """Return keyring's backend; it reads the bus address at each call."""
        return SecretService.Keyring()

    def lock(self) -> None:
        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()

    def unlock(self) -> None:
        """Unlock as the person would: a second `--unlock` of the daemon says yes and does nothing."""
        with closing(secretstorage.dbus_init()) as bus:
            opened = self._call(
                bus,
                "org.freedesktop.Secret.Service",
                "OpenSession",
                "sv",
                ("plain", ("s", "")),
            )
            self._call(
                bus,
                "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                "UnlockWithMasterPassword",
                "o(oayays)",
                (_COLLECTION, (opened[1], b"", PASSWORD.encode(), "text/plain")),
            )

    def kill(self) -> None:
        """End the daemon; the bus may start another one, locked."""
        self._daemon.kill()
        self._daemon.wait(_WAIT)

    def stop(self) -> None:
        """End both."""
        for process in (self._daemon, self._bus):
            process.terminate()
            process.wait(_WAIT)
        assert self._bus.stdout is not None
        self._bus.stdout.close()

    @staticmethod
    def _call(
        bus: DBusConnection,
        interface: str,
        method: str,
        signature: str,
        arguments: tuple[object, ...],
    ) -> tuple[Any, ...]:
        service = DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets", interface)
        reply = bus.send_and_get_reply(new_method_call(service, method, signature, arguments))
        assert reply.header.message_type is MessageType.method_return, reply.body
        body: tuple[Any, ...] = reply.body
        return body

    def _wait_for_name(self) -> None:
        """Return when the bus names the owner of org.freedesktop.secrets; the bus tells us when it appears."""
        driver = DBusAddress(
            "/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus"
        )
        with closing(open_dbus_connection(self.address)) as bus:
            rule = "type='signal',member='NameOwnerChanged',arg0='org.freedesktop.secrets'"
            bus.send_and_get_reply(new_method_call(driver, "AddMatch", "s", (rule,)))
            owned = new_method_call(driver, "NameHasOwner", "s", ("org.freedesktop.secrets",))
            while not bus.send_and_get_reply(owned).body[0]:
                bus.receive(timeout=_WAIT)


@contextmanager
def private_keyring() -> Iterator[PrivateKeyring]:
    """Start both daemons in a short path (a socket's is at most 107 bytes), end them in any case."""
    with TemporaryDirectory(prefix="keyring-", ignore_cleanup_errors=True) as folder:
        keyring = PrivateKeyring(Path(folder))
        try:
            yield keyring
        finally:
            keyring.stop()
