/**
 * Of every list and collection of a credential. n8n's dialog writes what is entered into the default itself, so the next
 * new credential of the same type would begin with the rows, and the secrets, of the one before.
 */
export const NO_DEFAULT = undefined;
