"""Dependencies that cannot be followed: they are noticed, or documented as neither."""

# A case is one line: its script, its files, its change.
# ruff: noqa: E501
# fmt: off

import os

from tests.cache.dependencies.case import Case, Row
from tests.cache.dependencies.changes import (
    ATTACH,
    SELECT,
    one,
    set_variables,
    write_table,
)

ROWS = (
    Row(
        'another program',
        'noticed',
        (
            one('run', "import subprocess\nlabel = subprocess.run(['cat', 'a.txt'], capture_output=True).stdout", call='subprocess.run'),
            one('popen', "import subprocess\nlabel = subprocess.Popen(['cat', 'a.txt'], stdout=subprocess.PIPE).communicate()[0]", call='subprocess.Popen'),
            one('os-system', "import os\nos.system('cat a.txt > out')\nlabel = open('out').read()", call='os.system'),
            one('os-popen', "import os\nlabel = os.popen('cat a.txt').read()", call='os.popen'),
            one('posix-spawn', "import os\nos.posix_spawn('/bin/sh', ['sh', '-c', 'cat a.txt > out'], os.environ)\nos.wait()\nlabel = open('out').read()", call='os.posix_spawn'),
            one('fork-exec', "import os\nif os.fork() == 0:\n    os.execv('/bin/sh', ['sh', '-c', 'cat a.txt > out'])\nos.wait()\nlabel = open('out').read()", call='os.exec'),
            Case('in-a-helper', 'from _helper import label', {'_helper.py': "import subprocess\nlabel = subprocess.check_output(['cat', __file__.replace('_helper.py', 'a.txt')])", 'a.txt': 'one'}, {'a.txt': 'two'}, call='subprocess.check_output'),
            Case('another-python', "import multiprocessing\nfrom multiprocessing import resource_tracker\nlabel = 1\nif __name__ == '__main__':\n    p = multiprocessing.get_context('spawn').Process(target=print)\n    p.start()\n    p.join()\n    resource_tracker._resource_tracker._stop()", call='multiprocessing'),
        ),
    ),
    Row(
        'the network',
        'noticed',
        (
            Case('connect', "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError:\n    pass\nlabel = 1", call='socket.create_connection'),
            Case('url', "from urllib.request import urlopen\ntry:\n    urlopen('http://127.0.0.1:9/')\nexcept OSError:\n    pass\nlabel = 1", call='urllib.request.urlopen'),
            Case('look-up', "import socket\nsocket.getaddrinfo('127.0.0.1', 80)\nlabel = 1", call='socket.getaddrinfo'),
        ),
    ),
    Row(
        'the clock',
        'noticed',
        (
            Case('time', 'import time\nlabel = time.time()', call='time.time'),
            Case('from-time-import', 'from time import time_ns\nlabel = time_ns()', call='time.time_ns'),
            Case('strftime', "import time\nlabel = time.strftime('%Y')", call='time.strftime'),
            Case('datetime-now', 'from datetime import datetime\nlabel = datetime.now()', call='datetime.now'),
            Case('datetime-alias', 'import datetime as d\nclock = d.datetime.now\nlabel = clock(d.timezone.utc)', call='datetime.now'),
            Case('datetime-today', 'from datetime import datetime\nlabel = datetime.today()', call='time.time'),
            Case('date-today', 'import datetime\nlabel = datetime.date.today()', call='time.time'),
            Case('now-in-a-helper', 'from _helper import label', {'_helper.py': 'from datetime import datetime\nlabel = datetime.utcnow()'}, call='datetime.utcnow'),
        ),
    ),
    Row(
        'random numbers of the system',
        'noticed',
        (
            Case('urandom', 'import os\nlabel = os.urandom(4)', call='os.urandom'),
            Case('secrets', 'import secrets\nlabel = secrets.token_hex()', call='secrets.token_hex'),
            Case('uuid4', 'import uuid\nlabel = uuid.uuid4()', call='uuid.uuid4'),
            Case('system-random', 'import random\nlabel = random.SystemRandom().random()', call='random.SystemRandom'),
            Case('random-without-seed', 'import random\nlabel = random.Random().random()', call='random.Random'),
            Case('seed-anew', 'import random\nrandom.seed()\nlabel = random.random()', call='random.Random'),
            Case('device', "label = open('/dev/urandom', 'rb').read(4)", call='/dev/urandom'),
        ),
    ),
    Row(
        'libraries that are no Python',
        'noticed',
        (
            one('ctypes', "import ctypes\nc = ctypes.CDLL(None)\nfd = c.open(b'a.txt', 0)\nb = ctypes.create_string_buffer(9)\nc.read(fd, b, 9)\nlabel = b.value", call='ctypes.CDLL'),
            Case('compiled-package', "import resvg_py\nlabel = resvg_py.svg_to_bytes(svg_path=__file__.replace('subject.py', 'a.svg'))[-99:]", {'a.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>'}, {'a.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="blue"/></svg>'}, call='resvg_py'),
            one('attach-parameter', f"{ATTACH}c.execute('attach ? as d', ('data.db',))\nlabel = c{SELECT}", prepare=write_table('one'), change=write_table('two'), call='ATTACH ?'),
        ),
    ),
    Row(
        'the machine: its name, its load, its disks, `/proc` and `/sys`',
        'noticed',
        (
            Case('hostname', 'import socket\nlabel = socket.gethostname()', call='socket.gethostname'),
            Case('uname', 'import os\nlabel = os.uname().release', call='os.uname'),
            Case('proc', "label = open('/proc/uptime').read()", call='/proc/uptime'),
            Case('disk-usage', "import shutil\nlabel = shutil.disk_usage('/').free", call='shutil.disk_usage'),
            Case('load', 'import os\nlabel = os.getloadavg()', call='os.getloadavg'),
        ),
    ),
    Row(
        'the times of a file',
        'noticed',
        (
            Case('getmtime', "import os\nlabel = os.path.getmtime('a.txt')", {'a.txt': ''}, change=lambda folder: os.utime(folder / 'a.txt', (1, 1)), call='os.path.getmtime'),
            Case('st-mtime', "import os\nlabel = os.stat('a.txt').st_mtime", {'a.txt': ''}, change=lambda folder: os.utime(folder / 'a.txt', (1, 1)), call='os.stat'),
            Case('path-st-mtime', "from pathlib import Path\nlabel = Path('a.txt').stat().st_mtime_ns", {'a.txt': ''}, change=lambda folder: os.utime(folder / 'a.txt', (1, 1)), call='stat'),
            Case('dir-entry-mtime', "import os\nlabel = [e.stat().st_mtime for e in os.scandir('data')]", {'data/a.txt': ''}, change=lambda folder: os.utime(folder / 'data/a.txt', (1, 1)), call='os.scandir'),
        ),
    ),
    Row(
        'all environment variables at once',
        'noticed',
        (
            Case('environ-dict', 'import os\nlabel = len(dict(os.environ))', call='os.environ'),
            Case('environ-copy', 'import os\nlabel = len(os.environ.copy())', call='os.environ'),
            Case('environ-items', "import os\nlabel = sorted(k for k, v in os.environ.items() if k == 'CASE_LISTED')", change=set_variables(CASE_LISTED='1'), call='os.environ'),
        ),
    ),
    Row(
        'variables that Python reads for itself, such as `HOME` in `expanduser`',
        'neither',
        (
            Case('expanduser', "import os\nlabel = os.path.expanduser('~')", change=set_variables(HOME='/elsewhere')),
        ),
    ),
    Row(
        'the time zone and the locale',
        'neither',
        (
            Case('time-zone', 'import time\nlabel = time.localtime(0).tm_hour', change=set_variables(TZ='Asia/Tokyo')),
        ),
    ),
    Row(
        'timers, such as `perf_counter`',
        'neither',
        (
            Case('timer', 'import time\nlabel = time.perf_counter()'),
        ),
    ),
    Row(
        'the times of a file, read from a status that was handed on',
        'neither',
        (
            Case('status-handed-on', "import os\nfrom _helper import get_time\nlabel = get_time(os.stat('data/a.txt'))", {'data/a.txt': '', '_helper.py': 'def get_time(status):\n    return status.st_mtime'}, change=lambda folder: os.utime(folder / 'data/a.txt', (1, 1))),
        ),
    ),
    Row(
        'addresses in memory, such as `id()`',
        'neither',
        (
            Case('process-id', 'import os\nlabel = os.getpid()'),
        ),
    ),
)
