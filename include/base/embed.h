/* EMBED(name, "data/file"): the file's bytes inside the program, as name[] of name_len bytes, with a NUL after.
 * The path is relative to the top of the tree, where make runs. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#define EMBED(name, path)                                                                                              \
	__asm__(".pushsection .rodata\n.globl " #name "\n.globl " #name "_end\n" #name ":\n.incbin \"" path            \
		"\"\n" #name "_end:\n.byte 0\n.popsection\n");                                                         \
	extern const char name[], name##_end[];
#define EMBED_LEN(name) ((size_t)(name##_end - (name)))

#endif
