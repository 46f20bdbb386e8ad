/*
 * huge PAGES: maps so many huge pages of 2 MB and writes to each; says how far it came.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int main(int argc, char **argv)
{
	size_t size = (size_t)2 << 20;
	size_t pages = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	char *at = mmap(NULL, pages * size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
	if (at == MAP_FAILED) {
		printf("mmap: %s\n", strerror(errno));
		return 1;
	}
	for (size_t i = 0; i < pages; i++)
		at[i * size] = 1;
	printf("%zu pages\n", pages);
	return 0;
}
