"""What a hostile script tries. Each attempt is code that raises, or ends with a false value, where it fails.

`T` has the targets: files, sockets and a process that belong to the machine's user and not to the project.
Where `runs_free` is false, an attempt outside the sandbox would harm the machine, or needs what not every
user has.
"""

# ruff: noqa: E501  (an attempt reads best on few lines)

from __future__ import annotations

from dataclasses import dataclass

PRELUDE = """\
import ctypes, errno, json, mmap, os, select, shutil, signal, socket, stat, struct, subprocess, sys, tempfile, time
T = json.load(open("targets.json"))
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
    result = libc.syscall(number, *args)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
X86 = os.uname().machine == "x86_64"
def nr(x86, arm):
    return x86 if X86 else arm
def read(path):
    with open(path, "rb") as file:
        return file.read(4096)
"""


@dataclass(frozen=True)
class Attack:
    """An attempt. `held` is false for what the sandbox does not hold, and `reason` then argues why."""

    name: str
    code: str
    runs_free: bool = True
    held: bool = True
    reason: str = ""


def _attack(name: str, *lines: str, **options: object) -> Attack:
    return Attack(name, "\n".join(lines), **options)  # type: ignore[arg-type]


READING = [
    _attack("read a file of the user", "return read(T['secret'])"),
    _attack("read a file through a link in the project", "return read('link-to-secret')"),
    _attack(
        "make a link in its own folder and read through it",
        "os.symlink(T['secret'], 'own')",
        "return read('own')",
    ),
    _attack("make a hard link to a file", "os.link(T['secret'], 'hard')", "return read('hard')"),
    _attack("rename a file into its own folder", "os.rename(T['movable'], 'moved')", "return read('moved')"),
    _attack("read a dot file of the project", "return read(T['dotenv'])"),
    _attack("read what git ignores", "return read(T['ignored'])"),
    _attack("read what git ignores deep below", "return read(T['ignored_deep'])"),
    _attack("read the repository's own configuration", "return read(T['git_config'])"),
    _attack("read by a path with dots", "return read('/usr/lib/../../' + T['secret'])"),
    _attack(
        "read by a descriptor of a folder",
        "fd = os.open(os.path.dirname(T['secret']), os.O_PATH)",
        "return os.read(os.open('secret.txt', os.O_RDONLY, dir_fd=fd), 99)",
    ),
    _attack(
        "reopen by /proc/self/fd",
        "fd = os.open(T['secret'], os.O_PATH)",
        "return read(f'/proc/self/fd/{fd}')",
    ),
    _attack(
        "map a file",
        "fd = os.open(T['secret'], os.O_RDONLY)",
        "return mmap.mmap(fd, 0, prot=mmap.PROT_READ)[:6]",
    ),
    _attack("list the home of the user", "return os.listdir(os.path.dirname(T['secret']))"),
    _attack("walk the machine's configuration", "return read('/etc/passwd')"),
    _attack("read the shadow file", "return read('/etc/shadow')", runs_free=False),
    _attack(
        "swap a link between check and use",
        "for i in range(300):",
        "    for target in ('targets.json', T['secret']):",
        "        os.symlink(target, 'race.new'); os.rename('race.new', 'race')",
        "        try:",
        "            data = read('race')",
        "            if b'top secret' in data: return True",
        "        except OSError: pass",
    ),
    _attack(
        "open by a handle, which needs no path",
        "handle = ctypes.create_string_buffer(struct.pack('Ii', 128, 0), 136)",
        "mount = ctypes.c_int()",
        "call(nr(303, 264), -100, T['secret'].encode(), handle, ctypes.byref(mount), 0)",
        "return True",
    ),
    _attack(
        "copy a file with the kernel's help",
        "import shutil",
        "shutil.copyfile(T['secret'], 'copy')",
        "return read('copy')",
    ),
]
WRITING = [
    _attack(
        "write into the project", "open(T['project'] + '/diagram_src/new.py', 'w').write('x')", "return True"
    ),
    _attack("change a file of the project", "open(T['page'], 'a').write('x')", "return True"),
    _attack("truncate a file of the project", "os.truncate(T['page'], 0)", "return True"),
    _attack("remove a file", "os.unlink(T['removable'])", "return True"),
    _attack("rename a file", "os.rename(T['renamable'], T['renamable'] + '2')", "return True"),
    _attack(
        "make a folder in the user's home", "os.mkdir(os.path.dirname(T['secret']) + '/d')", "return True"
    ),
    _attack(
        "write into /tmp",
        "open('/tmp/live-diagrams-attack', 'w').write('x')",
        "os.unlink('/tmp/live-diagrams-attack')",
        "return True",
    ),
    _attack("write into the cache", "open(T['cache'] + '/entry', 'w').write('x')", "return True"),
    _attack(
        "change the rights of a file",
        "os.chmod(T['page'], 0o600)",
        "return stat.S_IMODE(os.stat(T['page']).st_mode) == 0o600",
    ),
    _attack(
        "change the times of a file", "os.utime(T['page'], (1, 1))", "return os.stat(T['page']).st_mtime == 1"
    ),
    _attack(
        "write through a link", "os.symlink(T['page'], 'out')", "open('out', 'a').write('x')", "return True"
    ),
    _attack("make a named pipe outside", "os.mkfifo(os.path.dirname(T['secret']) + '/fifo')", "return True"),
    _attack(
        "make a device",
        "os.mknod('mem', stat.S_IFCHR | 0o600, os.makedev(1, 1))",
        "return True",
        runs_free=False,
    ),
    _attack(
        "change a package that is installed",
        "import diagrams",
        "open(diagrams.__file__, 'ab').close()",
        "return True",
        runs_free=False,
    ),
    _attack(
        "write into /dev/shm of the machine",
        "open('/dev/shm/live-diagrams-attack', 'w').write('x')",
        "return os.path.exists(T['root_of_this_process'] + '/dev/shm/live-diagrams-attack')",
        runs_free=False,
    ),
]
SECRETS = [
    _attack("read a token from the environment", "return os.environ['SECRET_TOKEN']"),
    _attack("read its own first environment", "return b'SECRET_TOKEN' in read('/proc/self/environ')"),
    _attack("read the build's environment", "return b'PATH=' in read(f\"/proc/{T['build']}/environ\")"),
    _attack(
        "find a token in its own memory",
        "import ctypes",
        "environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, 'environ')",
        "i = 0",
        "while environ[i]:",
        "    if environ[i].startswith(b'SECRET_TOKEN'): return True",
        "    i += 1",
    ),
    _attack("read the build's command line", "return read(f\"/proc/{T['build']}/cmdline\")"),
    _attack(
        "read the build's memory by /proc", "return open(f\"/proc/{T['victim']}/mem\", 'rb').fileno() >= 0"
    ),
    _attack(
        "read memory of another process",
        "buffer = ctypes.create_string_buffer(8)",
        "local = struct.pack('QQ', ctypes.addressof(buffer), 8)",
        "remote = struct.pack('QQ', T['victim_address'], 8)",
        "call(nr(310, 270), T['victim'], local, 1, remote, 1, 0)",
        "return True",
        runs_free=False,
    ),
    _attack(
        "trace another process",
        "call(nr(101, 117), 0x4206, T['victim'], 0, 0)",
        "call(nr(101, 117), 17, T['victim'], 0, 0)",
        "return True",
        runs_free=False,
    ),
    _attack(
        "take a descriptor of another process",
        "fd = call(434, T['victim'], 0)",
        "return call(438, fd, 0, 0) >= 0",
        runs_free=False,
    ),
    _attack("list processes", "return [p for p in os.listdir('/proc') if p.isdigit()]"),
    _attack(
        "use a descriptor that the build left open",
        "import fcntl",
        "own = []",
        "for fd in range(3, 64):",
        "    try: mode = os.fstat(fd).st_mode",
        "    except OSError: continue",
        "    if stat.S_ISSOCK(mode) or stat.S_ISREG(mode) and os.readlink(f'/proc/self/fd/{fd}').startswith(T['project']): own.append(fd)",
        "return own",
        runs_free=False,
    ),
]
NETWORK = [
    _attack("connect over IPv4", "return socket.create_connection(('127.0.0.1', T['port4']), 2)"),
    _attack("connect over IPv6", "return socket.create_connection(('::1', T['port6']), 2)", runs_free=False),
    _attack(
        "send a datagram",
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "return s.sendto(b'x', ('127.0.0.1', T['port4']))",
    ),
    _attack("ask a name server", "return socket.getaddrinfo('localhost', 80)[0] and socket.socket()"),
    _attack(
        "connect to a unix socket", "s = socket.socket(socket.AF_UNIX)", "s.connect(T['unix'])", "return True"
    ),
    _attack(
        "connect to an abstract socket",
        "s = socket.socket(socket.AF_UNIX)",
        "s.connect('\\0' + T['abstract'])",
        "return True",
    ),
    _attack(
        "listen on a port", "s = socket.socket()", "s.bind(('127.0.0.1', 0))", "s.listen()", "return True"
    ),
    _attack("open a raw socket", "return socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", runs_free=False),
    _attack("open a netlink socket", "return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)"),
    _attack("open a vsock", "return socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)", runs_free=False),
    _attack("set up io_uring", "return call(425, 8, ctypes.create_string_buffer(120)) >= 0", runs_free=False),
    _attack(
        "use a pair of sockets to leave",
        "a, b = socket.socketpair()",
        "a.connect(T['unix'])",
        "return True",
        runs_free=False,
    ),
    _attack(
        "connect by urllib",
        "import urllib.request",
        "return urllib.request.urlopen(f\"http://127.0.0.1:{T['port4']}/\", timeout=2)",
        runs_free=False,
    ),
]
PROCESSES = [
    _attack("run a program", "return subprocess.run(['/bin/true']).returncode == 0"),
    _attack("run a shell", "return os.system('true') == 0"),
    _attack("run Python again", "return subprocess.run([sys.executable, '-c', '']).returncode == 0"),
    _attack(
        "spawn by posix_spawn",
        "pid = os.posix_spawn('/bin/true', ['true'], {})",
        "return os.waitpid(pid, 0)[1] == 0",
    ),
    _attack(
        "run a copy of a program",
        "shutil.copy('/bin/true', 'mine')",
        "os.chmod('mine', 0o755)",
        "return subprocess.run(['./mine']).returncode == 0",
    ),
    _attack(
        "run a program from memory",
        "fd = os.memfd_create('x')",
        "os.write(fd, open('/bin/true', 'rb').read())",
        "pid = os.fork()",
        "if pid == 0:",
        "    try: os.execve(fd, ['x'], {})",
        "    finally: os._exit(9)",
        "return os.waitpid(pid, 0)[1] == 0",
    ),
    _attack(
        "run a program by its loader",
        "pid = os.fork()",
        "if pid == 0:",
        "    try: os.execv(T['loader'], [T['loader'], '/bin/true'])",
        "    finally: os._exit(9)",
        "return os.waitpid(pid, 0)[1] == 0",
    ),
    _attack("send a signal to another process", "os.kill(T['victim'], signal.SIGCONT)", "return True"),
    _attack("send a signal to the build", "os.kill(T['build'], 0)", "return True"),
    _attack("send a signal to its parent", "os.kill(os.getppid(), 0)", "return True"),
    _attack("slow another process down", "os.setpriority(os.PRIO_PROCESS, T['victim'], 19)", "return True"),
    _attack(
        "limit another process",
        "import resource",
        "resource.prlimit(T['victim'], resource.RLIMIT_NOFILE, (9, 999))",
        "return True",
        runs_free=False,
    ),
]
KERNEL = [
    _attack(
        "make a user namespace",
        "if libc.unshare(0x10000000): raise OSError(ctypes.get_errno(), 'unshare')",
        "return True",
        runs_free=False,
    ),
    _attack(
        "make a namespace by clone",
        "pid = call(nr(56, 220), 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)",
        "if pid == 0: os._exit(0)",
        "return True",
        runs_free=False,
    ),
    _attack(
        "mount",
        "if libc.mount(b'tmpfs', b'.', b'tmpfs', 0, None): raise OSError(ctypes.get_errno(), 'mount')",
        "return True",
        runs_free=False,
    ),
    _attack(
        "unmount its own /dev/shm",
        "if libc.umount2(b'/dev/shm', 2): raise OSError(ctypes.get_errno(), 'umount')",
        "return True",
        runs_free=False,
    ),
    _attack("leave by chroot", "os.chroot('.')", "return True", runs_free=False),
    _attack(
        "load a program of BPF",
        "return call(nr(321, 280), 0, ctypes.create_string_buffer(120), 120) >= 0",
        runs_free=False,
    ),
    _attack("watch files", "return call(nr(294, 26), 0) >= 0"),
    _attack(
        "watch the kernel",
        "return call(nr(298, 241), ctypes.create_string_buffer(120), 0, -1, -1, 0) >= 0",
        runs_free=False,
    ),
    _attack("read the keyring", "return call(nr(250, 219), 0, -3, 1) >= 0", runs_free=False),
    _attack(
        "make shared memory of System V", "return call(nr(29, 194), 1234, 4096, 0o1600) >= 0", runs_free=False
    ),
    _attack(
        "set the clock",
        "time.clock_settime(time.CLOCK_REALTIME, time.time())",
        "return True",
        runs_free=False,
    ),
    _attack(
        "allow itself more files",
        "import resource",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))",
        "return True",
        runs_free=False,
    ),
    _attack("make 32-bit calls", "return call(0x40000000 + 39) > 0", runs_free=False),
    _attack(
        "get capabilities back",
        "header = struct.pack('Ii', 0x20080522, 0)",
        "data = struct.pack('6I', 0xffffffff, 0xffffffff, 0xffffffff, 1, 1, 0)",
        "return call(nr(126, 91), header, data) == 0",
        runs_free=False,
    ),
    _attack(
        "type into the terminal",
        "import fcntl",
        "fcntl.ioctl(0, 0x5412, b'x')",
        "return True",
        runs_free=False,
    ),
]
EXHAUSTION = [
    _attack("fill memory", "data = bytearray(3 << 30)", "return len(data)", runs_free=False),
    _attack("fill shared memory", "data = mmap.mmap(-1, 3 << 30)", "return True", runs_free=False),
    _attack(
        "fill /dev/shm",
        "fd = os.open('/dev/shm/x', os.O_CREAT | os.O_RDWR)",
        "os.posix_fallocate(fd, 0, 200 << 20)",
        "return True",
        runs_free=False,
    ),
    _attack(
        "write a file without end",
        "f = open('big', 'wb')",
        "f.seek(1 << 30); f.write(b'x'); f.flush()",
        "return True",
        runs_free=False,
    ),
    _attack(
        "open files without end",
        "files = [open(os.devnull) for _ in range(2000)]",
        "return True",
        runs_free=False,
    ),
    _attack("run for ever", "while True: pass", runs_free=False),
]
EXTENSIONS = [
    _attack(
        "call the kernel from machine code",
        "code = (b'\\xb8\\x29\\0\\0\\0\\xbf\\x02\\0\\0\\0\\xbe\\x01\\0\\0\\0\\x31\\xd2\\x0f\\x05\\xc3'"
        " if X86 else b'')",
        "memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
        "memory.write(code)",
        "function = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))",
        "return function() >= 0",
    ),
    _attack(
        "load a library that it wrote",
        "shutil.copy(T['extension'], 'own.so')",
        "own = ctypes.CDLL(os.path.abspath('own.so'))",
        "return own.socket(2, 1, 0) >= 0",
        runs_free=False,
    ),
]
NOT_HELD = [
    _attack(
        "learn that a file exists",
        "return os.path.exists(T['secret'])",
        held=False,
        reason="Landlock does not restrict `stat`: names, sizes and times can be asked for, content cannot",
    ),
    _attack(
        "draw a wrong figure", "return True", held=False, reason="a script decides what its own figure shows"
    ),
]

ATTACKS = [
    *READING, *WRITING, *SECRETS, *NETWORK, *PROCESSES, *KERNEL, *EXHAUSTION, *EXTENSIONS, *NOT_HELD,
]  # fmt: skip


def write_script(attack: Attack) -> str:
    """Return the script of an attempt: its figure has one node, which says how it went."""
    body = "\n".join(f"    {line}" for line in attack.code.splitlines())
    return (
        f"{PRELUDE}\ndef attempt():\n{body}\n\n"
        "try:\n    outcome = 'succeeded' if attempt() else 'failed'\n"
        "except BaseException as error:\n    outcome = f'failed {type(error).__name__} {error}'\n"
        "from diagrams import Diagram, Node\n"
        "with Diagram('attack', show=False):\n    Node(outcome)\n"
    )
