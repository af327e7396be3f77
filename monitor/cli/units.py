"""The units of systemd as text: for the whole machine, and for one user.

`systemd/` in the checkout holds what is made here with the usual paths; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

USUAL = ("/usr/bin/monitor",)
"""The program where a package of the system would put it."""
USUAL_FOLDERS = ("%h/.config/monitor", "%h/.local/state/monitor")
"""Configuration and state of a user, in systemd's words."""

_PLAIN = re.compile(r"[\w@+=:,./-]+", re.ASCII)


def system(program: Iterable[str] = USUAL) -> str:
    """The unit of the whole machine; its folders are systemd's."""
    return SYSTEM.replace("@EXEC@", words([*program, "run"])).replace("@CALLS@", CALLS)


def user(program: Iterable[str] = USUAL, config: str = "", state: str = "") -> str:
    """The unit of one user with these folders (whole paths); without, with the usual ones."""
    usual = "run --config {} --state {}".format(*USUAL_FOLDERS)
    told = words(["run", "--config", config, "--state", state]) if config and state else usual
    return USER.replace("@EXEC@", f"{words(program)} {told}").replace("@CALLS@", CALLS)


def words(command: Iterable[str]) -> str:
    """A command line as systemd reads it: nothing in it is a specifier, a variable or an escape."""
    return " ".join(each if _PLAIN.fullmatch(each) else _quoted(each) for each in command)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


CALLS = """\
NoNewPrivileges=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
# A desktop channel (cffi closures) needs this off.
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
# (prlimit64 is left: with it the reader of feeds caps its memory.)
SystemCallFilter=~@privileged @resources
# A refused call is an error that Python reports, not a dead process.
SystemCallErrorNumber=EPERM
"""
"""What both may have: it needs nothing of the kernel but seccomp."""

SYSTEM = """\
# monitor under systemd (252 or newer), for the whole machine: /etc/systemd/system/monitor.service
#   monitor service install      writes it with the path of the program
#   systemctl daemon-reload && systemctl enable --now monitor
# Change it with `systemctl edit monitor`, not here.
#
# `systemd-analyze security --offline=true`, 252: 1.1 (lower is better; a bare unit has 9.6).

[Unit]
Description=Follow developing news stories
Documentation=man:systemd.exec(5)
Wants=network-online.target
After=network-online.target

[Service]
# systemd 253 or newer: Type=notify-reload in place of notify and ExecReload lets `systemctl reload`
# wait until the configuration has been read again.
Type=notify
ExecStart=@EXEC@
ExecReload=/bin/kill -HUP $MAINPID
# Fed only while the log answers. A start that reads an archive or a long log asks for more time.
WatchdogSec=120
TimeoutStopSec=30
# It ends its workers by itself.
KillMode=mixed
Restart=on-failure
RestartSec=10
# A wrong configuration does not mend itself.
RestartPreventExitStatus=78

# /var/lib/monitor, /etc/monitor: given to monitor as STATE_DIRECTORY and CONFIGURATION_DIRECTORY.
# It can write nowhere else: the file of a channel belongs into /var/lib/monitor.
# The state is root's to read (`sudo monitor status --config /etc/monitor --state /var/lib/monitor`).
# For a group of people, in place of the dynamic user (useradd --system monitor; usermod -aG monitor ANNA):
#   [Service]
#   DynamicUser=no
#   User=monitor
#   Group=monitor
#   StateDirectoryMode=0750
#   UMask=0027
DynamicUser=yes
StateDirectory=monitor
StateDirectoryMode=0700
ConfigurationDirectory=monitor
UMask=0077
# Secrets of channels and the key of a language model (key_file = "model-key") stay root's, and arrive
# as files in CREDENTIALS_DIRECTORY, each under the name before the colon:
#   [Service]
#   LoadCredential=ntfy-token:/etc/monitor/secrets/ntfy-token
#   LoadCredential=model-key:/etc/monitor/secrets/model-key

CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateMounts=yes
PrivateUsers=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
@CALLS@
[Install]
WantedBy=multi-user.target
"""

USER = """\
# monitor under systemd (252 or newer), for one user: ~/.config/systemd/user/monitor.service
#   monitor service install --user      writes it with the paths of the program and the folders
#   systemctl --user daemon-reload && systemctl --user enable --now monitor
#   loginctl enable-linger              lets it run while you are not logged in
# Change it with `systemctl --user edit monitor`, not here.
#
# It runs as you, and may do what you may but for the calls below. The unit for the whole machine
# takes away more.

[Unit]
Description=Follow developing news stories
Documentation=man:systemd.exec(5)

[Service]
Type=notify
# The folders are named: before systemd 254 the StateDirectory of a user would be among the
# configuration.
ExecStart=@EXEC@
ExecReload=/bin/kill -HUP $MAINPID
# Fed only while the log answers. A start that reads an archive or a long log asks for more time.
WatchdogSec=120
TimeoutStopSec=30
# It ends its workers by itself.
KillMode=mixed
Restart=on-failure
RestartSec=10
# A wrong configuration does not mend itself.
RestartPreventExitStatus=78

UMask=0077
# Secrets of channels and the key of a language model (key_file = "model-key") arrive as files in
# CREDENTIALS_DIRECTORY, each under the name before the colon:
#   [Service]
#   LoadCredential=model-key:%h/.secrets/model-key

# Where the kernel lets users make namespaces, these hide the rest of the system, and leave nothing to
# write but the state:
#   [Service]
#   PrivateUsers=yes
#   ProtectSystem=strict
#   ProtectHome=read-only
#   ReadWritePaths=%h/.local/state/monitor
#   PrivateTmp=yes

@CALLS@
[Install]
WantedBy=default.target
"""
