"""What a machine or a container allows, read from the files that say so."""

import os

import pytest

from asher.runs.machine import cores_allowed, memory_free, threads_allowed

HERE = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def system(root, **files):
    """A made-up /proc and /sys; `__` in a name stands for a slash, `_dot_` for a dot."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


PLENTY = "MemTotal: 64000000 kB\nMemFree: 1 kB\nMemAvailable: 40960000 kB\n"


def grouped(root, which, **files):
    """A machine with plenty of memory on which the process belongs to some control groups."""
    named = {f"sys__fs__cgroup__{name}": text for name, text in files.items()}
    return system(root, proc__meminfo=PLENTY, proc__self__cgroup=which, **named)


def test_machine_without_limits_has_what_it_has(tmp_path):
    root = system(tmp_path, proc__meminfo=PLENTY)
    assert memory_free(root) == 40_000
    assert cores_allowed(root) == HERE
    assert threads_allowed() >= 1


def test_system_that_says_nothing_refuses_nothing(tmp_path):
    assert memory_free(tmp_path) is None
    assert cores_allowed(tmp_path) == HERE


def test_group_of_processes_limits_and_so_does_each_above_it(tmp_path):
    job = {
        "step_0__memory_dot_max": "max\n",
        "memory_dot_max": f"{2000 * 2**20}\n",
        "memory_dot_current": f"{900 * 2**20}\n",
        "memory_dot_stat": f"anon 5\ninactive_file {400 * 2**20}\n",
        "cpu_dot_max": "50000 100000\n",
    }
    files = {f"slurm__job_7__{name}": text for name, text in job.items()}
    root = grouped(tmp_path, "0::/slurm/job_7/step_0\n", **files)
    # What files left in memory counts as free.
    assert memory_free(root) == 1500
    assert cores_allowed(root) == 0.5


def test_container_sees_its_own_limit_at_the_top(tmp_path):
    files = {"memory_dot_max": f"{512 * 2**20}", "memory_dot_current": f"{600 * 2**20}"}
    root = grouped(tmp_path, "0::/docker/abc\n", **files, cpu_dot_max="max 100000")
    assert memory_free(root) == 0
    assert cores_allowed(root) == HERE


def test_older_kernels_say_it_elsewhere(tmp_path):
    root = grouped(
        tmp_path,
        "5:memory:/a/b\n3:cpu,cpuacct:/a\n0::/\n",
        memory__a__b__memory_dot_limit_in_bytes=f"{2**63 - 4096}",
        memory__a__memory_dot_limit_in_bytes=f"{3000 * 2**20}",
        memory__a__memory_dot_usage_in_bytes=f"{1000 * 2**20}",
        memory__a__memory_dot_stat=f"total_inactive_file {100 * 2**20}",
        cpu__a__cpu_dot_cfs_quota_us="25000",
        cpu__a__cpu_dot_cfs_period_us="100000",
    )
    assert memory_free(root) == 2100
    assert cores_allowed(root) == pytest.approx(0.25)
    system(root, sys__fs__cgroup__cpu__a__cpu_dot_cfs_quota_us="-1")
    assert cores_allowed(root) == HERE
