/* authority.c: runs the command that asks a timestamp authority. */
#include "casebound/cli/authority.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "casebound/base/time.h"

enum { RESPONSE_MAX = 1 << 17, PART = 4096, MILLISECONDS = 1000 };

extern char **environ;

typedef struct talk {
    pid_t process;
    int to, from; /* our ends; -1 once closed */
    cb_str left;  /* of the request */
    cb_buf heard;
} talk;

static void close_end(int *fd) {
    if (*fd >= 0) {
        (void)close(*fd); /* a pipe: nothing is kept in it */
    }
    *fd = -1;
}

static bool spawn(talk *t, const char *command) {
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    char *const words[] = {(char[]){"sh"}, (char[]){"-c"}, (char *)(uintptr_t)command, NULL};
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return false;
    }
    bool good = pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 &&
                posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO) == 0 &&
                posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO) == 0 &&
                posix_spawn(&t->process, "/bin/sh", &actions, NULL, words, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close_end(&in[0]);
    close_end(&out[1]);
    if (!good) {
        close_end(&in[1]);
        close_end(&out[0]);
        return false;
    }
    t->to = in[1];
    t->from = out[0];
    return fcntl(t->to, F_SETFL, O_NONBLOCK) == 0;
}

/* Writes what the command takes; one that does not read its input all the same may know what to answer. */
static void speak(talk *t) {
    ssize_t put = write(t->to, t->left.s, t->left.n);
    if (put < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (put > 0) {
        t->left = (cb_str){t->left.s + put, t->left.n - (size_t)put};
    }
    if (put < 0 || t->left.n == 0) {
        close_end(&t->to);
    }
}

/* False at the end of what it says. */
static bool listen_to(talk *t) {
    char part[PART];
    ssize_t got = read(t->from, part, sizeof part);
    if (got > 0) {
        cb_buf_add(&t->heard, part, (size_t)got);
    }
    return got > 0 || (got < 0 && errno == EINTR);
}

static bool converse(talk *t) {
    int64_t until = cb_time_now() + CB_AUTHORITY_SECONDS;
    for (bool more = true; more && !t->heard.failed;) {
        struct pollfd ends[] = {{t->from, POLLIN, 0}, {t->to, POLLOUT, 0}};
        int64_t left = until - cb_time_now();
        int ready = left > 0 ? poll(ends, t->to >= 0 ? 2 : 1, (int)left * MILLISECONDS) : 0;
        if (ready == 0) {
            return false;
        }
        if (ready > 0 && t->to >= 0 && ends[1].revents) {
            speak(t);
        }
        if (ready > 0 && ends[0].revents) {
            more = listen_to(t);
        }
    }
    return true;
}

static cb_status verdict(talk *t, bool in_time, int state, const char *command, cb_error *e) {
    if (!in_time) {
        return cb_fail(e, CB_SEAL, "--tsa: '%s' did not answer within %d seconds", command, CB_AUTHORITY_SECONDS);
    }
    if (!WIFEXITED(state) || WEXITSTATUS(state) != 0) {
        return cb_fail(e, CB_SEAL, "--tsa: '%s' failed (status %d)", command,
                       WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state));
    }
    return t->heard.failed || t->heard.size == 0
               ? cb_fail(e, CB_SEAL, "--tsa: '%s' gave no timestamp response", command)
               : CB_OK;
}

cb_status cb_authority_ask(void *who, cb_arena *arena, cb_str request, cb_str *response, cb_error *e) {
    const char *command = who;
    talk t = {.process = -1, .to = -1, .from = -1, .left = request};
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    int state = 0;
    if (!spawn(&t, command)) {
        return cb_fail(e, CB_SEAL, "--tsa: '%s' cannot be run: %s", command, strerror(errno));
    }
    cb_buf_init(&t.heard, RESPONSE_MAX);
    (void)sigaction(SIGPIPE, &ignore, &before); /* a command that does not read is no reason to die */
    bool in_time = converse(&t);
    (void)sigaction(SIGPIPE, &before, NULL);
    close_end(&t.to);
    close_end(&t.from);
    if (!in_time) {
        (void)kill(t.process, SIGKILL);
    }
    while (waitpid(t.process, &state, 0) < 0 && errno == EINTR) {
    }
    cb_status s = verdict(&t, in_time, state, command, e);
    if (s == CB_OK) {
        char *copy = cb_copy_n(arena, t.heard.data, t.heard.size);
        *response = (cb_str){copy, t.heard.size};
        s = copy ? CB_OK : cb_fail_memory(e);
    }
    cb_buf_free(&t.heard);
    return s;
}
