/** What stands in an address may be anything, a zero byte for one, which PostgreSQL calls an error. Ours is short and plain. */
export const isAddress = (part: string): boolean => /^[\w-]{1,80}$/.test(part);
