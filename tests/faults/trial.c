/* trial.c: a copy of the process for each allocation. Nothing here allocates, and calls that faults.c counts are made
 * past it. */
#include "trial.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "site.h"

enum { REPORT = 198, ANSWER = 199, SECONDS = 20, NOT_TRIED = 125, LINK = 32, FRAMES = 32 };

static bool wanted, goes_on, is_one;
static unsigned long step, offset, numbered;
static unsigned times; /* of a call stack; 0: each allocation counts */
static char place[PATH_MAX], base[PATH_MAX];

void trial_read_wish(void) {
    const char *wish = getenv("FAULT_EACH");
    if (!wish) {
        return;
    }
    int chosen = 0;
    if (sscanf(wish, "@%u:%n", &times, &chosen) == 1) {
        wish += chosen;
        site_prepare();
    }
    goes_on = *wish == '+';
    int got = sscanf(wish + goes_on, "%lu:%lu:%4000s", &step, &offset, place);
    if (got != 3 || step == 0 || !getcwd(base, sizeof base)) {
        _exit(NOT_TRIED);
    }
    wanted = true;
}

bool trial_goes_on(void) {
    return goes_on;
}

bool trial_is_one(void) {
    return is_one;
}

bool trial_forbids_threads(void) {
    return wanted || is_one;
}

static void must(bool well) {
    if (!well) {
        _exit(NOT_TRIED);
    }
}

static void close_quietly(int fd) {
    (void)syscall(SYS_close, fd);
}

static void copy_folder(int from, int to);

/* Files are links: casebound opens no file that is there in order to write. */
static void copy_entry(int from, int to, const struct dirent64 *entry) {
    bool is_folder = entry->d_type == DT_DIR;
    must(is_folder || entry->d_type == DT_REG || entry->d_type == DT_LNK);
    if (!is_folder) {
        must(linkat(from, entry->d_name, to, entry->d_name, 0) == 0);
        return;
    }
    must(mkdirat(to, entry->d_name, 0755) == 0);
    int in = openat(from, entry->d_name, O_RDONLY), out = openat(to, entry->d_name, O_RDONLY);
    must(in >= 0 && out >= 0);
    copy_folder(in, out);
    close_quietly(in);
    close_quietly(out);
}

static void copy_folder(int from, int to) {
    _Alignas(struct dirent64) char list[4096];
    long size;
    while ((size = syscall(SYS_getdents64, from, list, sizeof list)) > 0) {
        for (long at = 0; at < size;) {
            const struct dirent64 *entry = (const void *)(list + at);
            at += entry->d_reclen;
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
                copy_entry(from, to, entry);
            }
        }
    }
    must(size == 0);
}

/* A file that is being written, and was linked: its bytes so far in a file of the copy's own. */
static void part_from(const char *path, int fd) {
    char link[LINK];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int in = open(link, O_RDONLY);
    struct stat st;
    must(in >= 0 && fstat(in, &st) == 0 && unlink(path) == 0);
    int out = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
    while (st.st_size > 0) {
        ssize_t put = sendfile(out, in, NULL, (size_t)st.st_size);
        must(put > 0);
        st.st_size -= put;
    }
    close_quietly(in);
    close_quietly(out);
}

/* A copied process shares the place in an open file with the original, and files in the working folder are the
 * original's: each is opened anew. */
static void open_anew(int fd) {
    char link[LINK], was[PATH_MAX], now[2 * PATH_MAX];
    int kept = fcntl(fd, F_GETFD), mode = fcntl(fd, F_GETFL);
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = kept < 0 ? -1 : readlink(link, was, sizeof was - 1);
    off_t at = size > 0 && was[0] == '/' ? lseek(fd, 0, SEEK_CUR) : -1;
    if (at < 0) {
        return;
    }
    was[size] = '\0';
    size_t inside = strlen(base);
    bool moved = strncmp(was, base, inside) == 0 && (was[inside] == '/' || was[inside] == '\0');
    (void)snprintf(now, sizeof now, "%s%s", moved ? place : "", moved ? was + inside : was);
    if (moved && (mode & O_ACCMODE) != O_RDONLY) {
        part_from(now, fd);
    }
    int again = open(now, mode & (O_ACCMODE | O_APPEND | O_DIRECTORY));
    must(again >= 0 && lseek(again, at, SEEK_SET) == at);
    must(dup3(again, fd, kept & FD_CLOEXEC ? O_CLOEXEC : 0) == fd);
    close_quietly(again);
}

/* What was printed before the copy was made stands in front. */
static void print_to(const char *ending, int fd) {
    char path[PATH_MAX + LINK], link[LINK];
    struct stat st;
    (void)snprintf(path, sizeof path, "%s%s", place, ending);
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int was = open(link, O_RDONLY), out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    must(was >= 0 && out >= 0 && fstat(was, &st) == 0);
    for (off_t left = S_ISREG(st.st_mode) ? st.st_size : 0; left > 0;) {
        ssize_t put = sendfile(out, was, NULL, (size_t)left);
        must(put > 0);
        left -= put;
    }
    must(dup2(out, fd) == fd);
    close_quietly(was);
    close_quietly(out);
}

/* Says which library it is in, the C library's own checks aside; then the signal ends the copy as it would anyway. */
static void on_crash(int number) {
    void *frames[FRAMES];
    char line[PATH_MAX + LINK];
    int count = backtrace(frames, FRAMES);
    for (int i = 0; i < count; i++) {
        Dl_info found = {0};
        const char *name = dladdr(frames[i], &found) && found.dli_fname ? strrchr(found.dli_fname, '/') : NULL;
        if (name && strncmp(name, "/libc.", 6) != 0 && strcmp(name, "/faults.so") != 0) {
            int n = snprintf(line, sizeof line, "crashed in %s\n", name + 1);
            (void)syscall(SYS_write, STDERR_FILENO, line, n);
            break;
        }
    }
    (void)raise(number);
}

static void tell_of_a_crash(void) {
    void *frame;
    (void)backtrace(&frame, 1); /* what it loads at its first use is there then */
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};
    must(sigaction(SIGSEGV, &action, NULL) == 0 && sigaction(SIGABRT, &action, NULL) == 0);
}

static void become_one(void) {
    wanted = false;
    is_one = true;
    (void)alarm(SECONDS);
    int from = open(base, O_RDONLY | O_DIRECTORY), to = open(place, O_RDONLY | O_DIRECTORY);
    must(from >= 0 && to >= 0);
    copy_folder(from, to);
    close_quietly(from);
    close_quietly(to);
    print_to(".out", STDOUT_FILENO);
    print_to(".err", STDERR_FILENO);
    for (int fd = STDERR_FILENO + 1; fd < REPORT; fd++) {
        open_anew(fd);
    }
    must(chdir(place) == 0);
    tell_of_a_crash();
}

static void tell(unsigned long n, int status) {
    uint64_t said[2] = {n, (uint64_t)status};
    char answer;
    must(syscall(SYS_write, REPORT, said, sizeof said) == (long)sizeof said);
    must(syscall(SYS_read, ANSWER, &answer, 1) == 1);
}

static bool is_chosen(unsigned long n) {
    if (!wanted || times == 0) {
        return wanted && n % step == offset;
    }
    return site_is_rare(times) && numbered++ % step == offset;
}

unsigned long trial_count(void) {
    return numbered;
}

bool trial_begins(unsigned long n) {
    if (!is_chosen(n)) {
        return false;
    }
    int kept = errno, status = 0;
    /* The call itself: the C library's fork would tell the copy its new thread id, by which a lock that is held at this
     * moment knows its owner, and run what libraries asked to be run. */
    pid_t copy = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    must(copy >= 0);
    if (copy == 0) {
        become_one();
        errno = kept;
        return true;
    }
    while (waitpid(copy, &status, 0) < 0) {
        must(errno == EINTR);
    }
    tell(n, status);
    errno = kept;
    return false;
}
