#include "test/support_disk.h"

#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECTOR = 512 };

/* Something that was done to a file and not synced; bytes NULL: cut to `at`. */
struct pending {
	struct pending *next;
	sqlite3_int64 at;
	int n;
	char *bytes;
};

/* A file as the process sees it; connections share it. */
struct image {
	struct image *next;
	char *path;
	int refs;
	const char *filename; /* in SQLite's form, for the real file */
	sqlite3_file *real;   /* what reaches the disk goes through it; open while refs > 0 */
	char *bytes;
	sqlite3_int64 size, cap;
	struct pending *first, **last;
};

struct disk_file {
	sqlite3_file base;
	struct image *image; /* NULL: a file that need not last */
	sqlite3_file *real;  /* behind this struct; locks and shared memory are its */
};

static struct {
	pthread_mutex_t lock;
	sqlite3_vfs vfs, *real;
	struct image *images;
	int64_t cut_at; /* 0: never */
	int64_t room;	/* < 0: endless */
	int failing_syncs;
} disk = { .lock = PTHREAD_MUTEX_INITIALIZER, .room = -1 };

static struct disk_file *of(sqlite3_file *f)
{
	return (struct disk_file *)f;
}

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

/* --- what reaches the real file */

static void apply(struct image *im, const struct pending *p, int n)
{
	if (p->bytes)
		im->real->pMethods->xWrite(im->real, p->bytes, n, p->at);
	else
		im->real->pMethods->xTruncate(im->real, p->at);
}

static void drop_first(struct image *im)
{
	struct pending *p = im->first;

	im->first = p->next;
	if (!im->first)
		im->last = &im->first;
	free(p->bytes);
	free(p);
}

static void settle(struct image *im)
{
	while (im->first) {
		apply(im, im->first, im->first->n);
		drop_first(im);
	}
}

/* Of each thing pending: all, a part of whole sectors, or nothing. */
static void lose_power(void)
{
	for (struct image *im = disk.images; im; im = im->next)
		for (; im->first; drop_first(im)) {
			long chance = random() % 4;
			int sectors = im->first->n / SECTOR;

			if (chance < 2)
				apply(im, im->first, im->first->n);
			else if (chance == 2 && sectors > 0)
				apply(im, im->first, (int)(random() % sectors) * SECTOR);
		}
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

static void count_operation(void)
{
	if (disk.cut_at > 0 && --disk.cut_at == 0)
		lose_power();
}

/* --- a file */

static void reserve(struct image *im, sqlite3_int64 size)
{
	if (size <= im->cap)
		return;
	sqlite3_int64 cap = size * 2;

	im->bytes = must(realloc(im->bytes, (size_t)cap));
	memset(im->bytes + im->cap, 0, (size_t)(cap - im->cap));
	im->cap = cap;
}

static void add_pending(struct image *im, const void *bytes, int n, sqlite3_int64 at)
{
	struct pending *p = must(calloc(1, sizeof(*p)));

	p->at = at;
	p->n = n;
	if (bytes)
		p->bytes = memcpy(must(malloc((size_t)n)), bytes, (size_t)n);
	*im->last = p;
	im->last = &p->next;
}

static int image_write(struct image *im, const void *bytes, int n, sqlite3_int64 at)
{
	sqlite3_int64 end = at + n, more = end > im->size ? end - im->size : 0;

	if (disk.room >= 0 && more > disk.room)
		return SQLITE_FULL;
	if (disk.room >= 0)
		disk.room -= more;
	count_operation();
	reserve(im, end);
	memcpy(im->bytes + at, bytes, (size_t)n);
	if (end > im->size)
		im->size = end;
	add_pending(im, bytes, n, at);
	return SQLITE_OK;
}

static int image_read(struct image *im, void *bytes, int n, sqlite3_int64 at)
{
	sqlite3_int64 there = at < im->size ? im->size - at : 0;

	if (there > n)
		there = n;
	if (there)
		memcpy(bytes, im->bytes + at, (size_t)there);
	memset((char *)bytes + there, 0, (size_t)(n - there));
	return there == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int image_truncate(struct image *im, sqlite3_int64 size)
{
	count_operation();
	if (size < im->size)
		memset(im->bytes + size, 0, (size_t)(im->size - size));
	reserve(im, size);
	im->size = size;
	add_pending(im, NULL, 0, size);
	return SQLITE_OK;
}

static int image_sync(struct image *im)
{
	if (disk.failing_syncs > 0) {
		disk.failing_syncs--;
		return SQLITE_IOERR_FSYNC;
	}
	count_operation();
	settle(im);
	return SQLITE_OK;
}

static void load(struct image *im)
{
	im->real->pMethods->xFileSize(im->real, &im->size);
	reserve(im, im->size + 1);
	if (im->size)
		im->real->pMethods->xRead(im->real, im->bytes, (int)im->size, 0);
}

/* The image of a path, its own real file open. */
static struct image *image_of(const char *path, int flags)
{
	struct image *im = disk.images;

	while (im && strcmp(im->path, path) != 0)
		im = im->next;
	if (!im) {
		im = must(calloc(1, sizeof(*im)));
		im->path = must(strdup(path));
		im->filename = must(
			(void *)(uintptr_t)sqlite3_create_filename(path, path, path, 0, NULL));
		im->real = must(calloc(1, (size_t)disk.real->szOsFile));
		im->last = &im->first;
		im->next = disk.images;
		disk.images = im;
	}
	if (im->refs++ == 0) {
		if (disk.real->xOpen(disk.real, im->filename, im->real, flags, NULL) != SQLITE_OK)
			abort();
		load(im);
	}
	return im;
}

/* A file that is closed in peace is whole. */
static void image_close(struct image *im)
{
	if (--im->refs > 0)
		return;
	settle(im);
	im->real->pMethods->xClose(im->real);
	memset(im->bytes, 0, (size_t)im->cap);
	im->size = 0;
}

/* --- SQLite's methods */

static int on_read(sqlite3_file *f, void *bytes, int n, sqlite3_int64 at)
{
	if (!of(f)->image)
		return of(f)->real->pMethods->xRead(of(f)->real, bytes, n, at);
	pthread_mutex_lock(&disk.lock);
	int rc = image_read(of(f)->image, bytes, n, at);

	pthread_mutex_unlock(&disk.lock);
	return rc;
}

static int on_write(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at)
{
	if (!of(f)->image)
		return of(f)->real->pMethods->xWrite(of(f)->real, bytes, n, at);
	pthread_mutex_lock(&disk.lock);
	int rc = image_write(of(f)->image, bytes, n, at);

	pthread_mutex_unlock(&disk.lock);
	return rc;
}

static int on_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (!of(f)->image)
		return of(f)->real->pMethods->xTruncate(of(f)->real, size);
	pthread_mutex_lock(&disk.lock);
	int rc = image_truncate(of(f)->image, size);

	pthread_mutex_unlock(&disk.lock);
	return rc;
}

static int on_sync(sqlite3_file *f, int flags)
{
	if (!of(f)->image)
		return of(f)->real->pMethods->xSync(of(f)->real, flags);
	pthread_mutex_lock(&disk.lock);
	int rc = image_sync(of(f)->image);

	pthread_mutex_unlock(&disk.lock);
	return rc;
}

static int on_size(sqlite3_file *f, sqlite3_int64 *size)
{
	if (!of(f)->image)
		return of(f)->real->pMethods->xFileSize(of(f)->real, size);
	pthread_mutex_lock(&disk.lock);
	*size = of(f)->image->size;
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

static int on_close(sqlite3_file *f)
{
	if (of(f)->image) {
		pthread_mutex_lock(&disk.lock);
		image_close(of(f)->image);
		pthread_mutex_unlock(&disk.lock);
	}
	return of(f)->real->pMethods->xClose(of(f)->real);
}

static int on_lock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xLock(of(f)->real, level);
}

static int on_unlock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xUnlock(of(f)->real, level);
}

static int on_reserved(sqlite3_file *f, int *out)
{
	return of(f)->real->pMethods->xCheckReservedLock(of(f)->real, out);
}

static int on_control(sqlite3_file *f, int op, void *arg)
{
	(void)f;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int on_sector(sqlite3_file *f)
{
	return of(f)->real->pMethods->xSectorSize(of(f)->real);
}

static int on_characteristics(sqlite3_file *f)
{
	return of(f)->real->pMethods->xDeviceCharacteristics(of(f)->real);
}

static int on_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return of(f)->real->pMethods->xShmMap(of(f)->real, page, size, extend, out);
}

static int on_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return of(f)->real->pMethods->xShmLock(of(f)->real, offset, n, flags);
}

static void on_shm_barrier(sqlite3_file *f)
{
	of(f)->real->pMethods->xShmBarrier(of(f)->real);
}

static int on_shm_unmap(sqlite3_file *f, int remove)
{
	return of(f)->real->pMethods->xShmUnmap(of(f)->real, remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = on_close,
	.xRead = on_read,
	.xWrite = on_write,
	.xTruncate = on_truncate,
	.xSync = on_sync,
	.xFileSize = on_size,
	.xLock = on_lock,
	.xUnlock = on_unlock,
	.xCheckReservedLock = on_reserved,
	.xFileControl = on_control,
	.xSectorSize = on_sector,
	.xDeviceCharacteristics = on_characteristics,
	.xShmMap = on_shm_map,
	.xShmLock = on_shm_lock,
	.xShmBarrier = on_shm_barrier,
	.xShmUnmap = on_shm_unmap,
};

static int on_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out)
{
	const int lasting = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;

	(void)vfs;
	memset(f, 0, sizeof(struct disk_file));
	of(f)->real = (sqlite3_file *)(of(f) + 1);
	int rc = disk.real->xOpen(disk.real, path, of(f)->real, flags, out);

	if (rc != SQLITE_OK)
		return rc;
	if (flags & lasting) {
		pthread_mutex_lock(&disk.lock);
		of(f)->image = image_of(path, flags);
		pthread_mutex_unlock(&disk.lock);
	}
	f->pMethods = &methods;
	return SQLITE_OK;
}

void disk_install(unsigned seed)
{
	srandom(seed);
	disk.real = sqlite3_vfs_find(NULL);
	disk.vfs = *disk.real;
	disk.vfs.iVersion = 2;
	disk.vfs.zName = "disk";
	disk.vfs.szOsFile = (int)sizeof(struct disk_file) + disk.real->szOsFile;
	disk.vfs.xOpen = on_open;
	sqlite3_vfs_register(&disk.vfs, 1);
}

void disk_cut_at(int64_t n)
{
	pthread_mutex_lock(&disk.lock);
	disk.cut_at = n;
	pthread_mutex_unlock(&disk.lock);
}

void disk_room(int64_t bytes)
{
	pthread_mutex_lock(&disk.lock);
	disk.room = bytes;
	pthread_mutex_unlock(&disk.lock);
}

void disk_fail_syncs(int n)
{
	pthread_mutex_lock(&disk.lock);
	disk.failing_syncs = n;
	pthread_mutex_unlock(&disk.lock);
}
