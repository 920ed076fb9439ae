#include "agent_wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* Interrupted calls are taken up again everywhere here: a resized window or a dead child must not tear a message. A
 * closed other side is an answer (false), never a signal: SIGPIPE is ignored on both sides. */
bool write_all(int fd, const void *p, size_t n)
{
	const char *s = p;

	while (n) {
		ssize_t k = write(fd, s, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		s += k;
		n -= (size_t)k;
	}
	return true;
}

bool read_all(int fd, void *p, size_t n)
{
	char *s = p;

	while (n) {
		ssize_t k = read(fd, s, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		s += k;
		n -= (size_t)k;
	}
	return true;
}

/* The descriptor travels beside the first byte of the head. */
static bool send_head(int sock, const struct wire_message *m)
{
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	struct iovec io = { .iov_base = (void *)&m->head, .iov_len = 1 };
	struct msghdr msg = { .msg_iov = &io, .msg_iovlen = 1 };
	ssize_t k;

	if (m->fd >= 0) {
		struct cmsghdr *c;

		msg.msg_control = control.space;
		msg.msg_controllen = sizeof control.space;
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &m->fd, sizeof(int));
	}
	do
		k = sendmsg(sock, &msg, MSG_NOSIGNAL);
	while (k < 0 && errno == EINTR);
	return k == 1 && write_all(sock, (const char *)&m->head + 1, sizeof m->head - 1);
}

/* At most one descriptor is taken, and it is closed on exec: the kernel itself drops what more may have been sent. */
static bool receive_head(int sock, struct wire_message *m)
{
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec io = { .iov_base = &m->head, .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &io, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space
	};
	struct cmsghdr *c;
	ssize_t k;

	do
		k = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
	while (k < 0 && errno == EINTR);
	if (k != 1)
		return false;
	c = CMSG_FIRSTHDR(&msg);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&m->fd, CMSG_DATA(c), sizeof(int));
	return read_all(sock, (char *)&m->head + 1, sizeof m->head - 1);
}

bool wire_send(int sock, struct wire_message *m)
{
	m->head.name_len = (uint32_t)m->name.len;
	m->head.text_len = (uint32_t)m->text.len;
	if (m->name.len > WIRE_MAX || m->text.len > WIRE_MAX)
		return false;
	return send_head(sock, m) && write_all(sock, m->name.s, m->name.len) && write_all(sock, m->text.s, m->text.len);
}

/* In small parts, so that memory follows what came and not what was announced. */
static bool receive_str(int sock, struct str *s, uint32_t n)
{
	char part[4096];

	str_clear(s);
	if (n > WIRE_MAX)
		return false;
	while (n) {
		size_t take = n < sizeof part ? n : sizeof part;

		if (!read_all(sock, part, take))
			return false;
		str_addn(s, part, take);
		n -= (uint32_t)take;
	}
	return true;
}

bool wire_receive(int sock, struct wire_message *m)
{
	return receive_head(sock, m) && receive_str(sock, &m->name, m->head.name_len) &&
	       receive_str(sock, &m->text, m->head.text_len);
}

void wire_free(struct wire_message *m)
{
	str_free(&m->name);
	str_free(&m->text);
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
}
