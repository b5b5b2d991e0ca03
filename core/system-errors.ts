/**
 * Node's error codes in words. n8n replaces every message that contains such a code with a sentence of its own, and
 * ours, which names the server and what to do, would be lost.
 */
const WORDS: Record<string, string> = {
	EACCES: 'permission was denied',
	EADDRNOTAVAIL: 'the address is not available',
	EAI_AGAIN: 'the DNS server did not respond',
	ECONNABORTED: 'the connection was aborted',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was closed by the server',
	EEXIST: 'the file or folder already exists',
	EHOSTUNREACH: 'the host is unreachable',
	EISDIR: 'the path is a folder',
	ENETUNREACH: 'the network is unreachable',
	ENOENT: 'there is no such file or folder',
	ENOTDIR: 'the path is not a folder',
	ENOTFOUND: 'there is no such host',
	EPERM: 'the operation is not permitted',
	ETIMEDOUT: 'the connection timed out',
};

const CODE = new RegExp(`\\b(${Object.keys(WORDS).join('|')})\\b`);

/**
 * Why a system call failed, as part of a sentence.
 * @param error what Node or a library threw; its own message where no known code is in it
 * @param fallback for an error that says nothing
 */
export function systemReason(error: unknown, fallback: string): string {
	const { message, code } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
	const known = CODE.exec(`${code ?? ''} ${message ?? ''}`)?.[1];
	return (known && WORDS[known]) || message || code || fallback;
}
