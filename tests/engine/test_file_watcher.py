"""The watcher of files, by itself."""

import queue
import threading

from live_diagrams.engine.file_watcher import FileWatcher


def test_ctrl_c_in_the_middle_of_a_check_is_no_error(caplog):
    checking = queue.Queue()

    def check(files_changed):
        checking.put(threading.current_thread())
        watcher.stop()
        raise OSError("what the check needs was closed")

    watcher = FileWatcher(check)
    watcher.start()
    thread = checking.get(timeout=10)
    thread.join(10)
    assert not thread.is_alive()
    assert caplog.records == []
