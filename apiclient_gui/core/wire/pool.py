"""What requests sends with: pools of our connections, also behind a proxy, and the adapter that has them made."""

from __future__ import annotations

import ssl
from functools import partial
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from apiclient_gui.core.wire.connection import Exact, ExactTls
from apiclient_gui.core.wire.task import Slot

POOLS = 32  # hosts, and kept connections of one host, before the oldest is closed


class _Pool(HTTPConnectionPool):
    """The kept connections of one origin; one that goes back is out of the cancel's reach."""

    ConnectionCls = Exact

    def _put_conn(self, conn: Any) -> None:
        task = self.conn_kw["slot"].task
        if conn is not None and task is not None:
            if not task.keeps_frame:
                conn.close()
            task.leave()
        super()._put_conn(conn)


class _TlsPool(_Pool, HTTPSConnectionPool):
    """The same over TLS."""

    ConnectionCls = ExactTls

    def _validate_conn(self, conn: Any) -> None:
        # Without urllib3's warning: that verification is off was chosen, and the window says it.
        if conn.is_closed:
            conn.connect()


class Adapter(HTTPAdapter):
    """What requests sends with: our pools, also behind a proxy, and nothing parsed that is not shown."""

    def __init__(self, slot: Slot) -> None:
        self._slot = slot
        self._pools = {"http": partial(_Pool, slot=slot), "https": partial(_TlsPool, slot=slot)}
        super().__init__(pool_connections=POOLS, pool_maxsize=POOLS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the manager, and have it make our pools."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return the manager of this proxy; refuse SOCKS, whose connections ours would take the place of."""
        if proxy.lower().startswith("socks"):
            message = "SOCKS proxies are not supported"
            raise InvalidSchema(message)
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """Return what a pool is known by, and made with: other trust or another client means other connections."""
        host, settings = super().build_connection_pool_key_attributes(request, verify, cert)
        if (tls := self._slot.now().tls) is not None:
            reqs = "CERT_NONE" if tls.verify_mode == ssl.CERT_NONE else "CERT_REQUIRED"
            return host, {**settings, "ssl_context": tls, "cert_reqs": reqs}
        return host, settings

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Leave the pool as it was made: who is trusted has been set already."""

    def build_response(self, _req: PreparedRequest, resp: Any) -> Response:
        """Return the bare response: no cookie is kept, the transport reads the rest itself."""
        response = Response()
        response.raw = resp
        return response
