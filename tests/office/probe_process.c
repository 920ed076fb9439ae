/* probe_process PID: what the same user can take from a process that is at work; prints one line a leak. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define LEAK(...) (printf("leak: " __VA_ARGS__), putchar('\n'))

static void try_file(long pid, const char *name)
{
	char path[64], byte;
	int fd;

	snprintf(path, sizeof path, "/proc/%ld/%s", pid, name);
	fd = open(path, O_RDONLY);
	if (fd >= 0 && read(fd, &byte, 1) > 0)
		LEAK("%s can be read", path);
	if (fd >= 0)
		close(fd);
}

static void try_descriptors(long pid)
{
	char path[64];
	DIR *d;
	int handle = (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);

	snprintf(path, sizeof path, "/proc/%ld/fd", pid);
	d = opendir(path);
	if (d) {
		LEAK("%s can be listed", path);
		closedir(d);
	}
	for (int fd = 3; fd < 40; fd++) {
		int got;

		snprintf(path, sizeof path, "/proc/%ld/fd/%d", pid, fd);
		got = open(path, O_RDONLY | O_NONBLOCK);
		if (got >= 0)
			LEAK("%s can be opened", path);
		got = handle >= 0 ? (int)syscall(SYS_pidfd_getfd, handle, fd, 0) : -1;
		if (got >= 0)
			LEAK("descriptor %d of %ld can be taken", fd, pid);
	}
}

static void try_memory(long pid)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { (void *)(size_t)0x400000, 1 };

	if (process_vm_readv((pid_t)pid, &here, 1, &there, 1, 0) >= 0 || (errno != EPERM && errno != ESRCH))
		LEAK("memory of %ld can be read", pid);
	if (ptrace(PTRACE_ATTACH, (pid_t)pid, 0, 0) == 0) {
		LEAK("%ld can be traced", pid);
		waitpid((pid_t)pid, NULL, __WALL);
		ptrace(PTRACE_DETACH, (pid_t)pid, 0, 0);
	}
}

int main(int argc, char **argv)
{
	static const char *const files[] = { "mem", "maps", "environ", "auxv", "stack", "syscall", "io", "pagemap" };
	long pid = argc > 1 ? atol(argv[1]) : 0;

	if (pid <= 1)
		return 2;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		try_file(pid, files[i]);
	try_descriptors(pid);
	try_memory(pid);
	return 0;
}
