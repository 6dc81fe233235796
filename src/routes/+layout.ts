// No page hydrates: forms work as they are, small plain modules add the rest (docs/decisions/0002).
export const csr = false;
export const trailingSlash = 'never';
