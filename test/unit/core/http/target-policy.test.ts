import { parseAllowedHosts } from '../../../../core/http/allowed-hosts';
import { createTargetPolicy, endpointOf, TargetError } from '../../../../core/http/target-policy';
import notations from '../../../fixtures/hosts.json';

const policyOf = (allowed?: string) => createTargetPolicy(parseAllowedHosts(allowed));

/** The code of the refusal, or undefined when the URL may be used. */
function refusal(url: string, allowed?: string, domains?: string[]): string | undefined {
	try {
		policyOf(allowed).checkUrl(new URL(url), domains);
		return undefined;
	} catch (error) {
		if (error instanceof TargetError) return error.code;
		throw error;
	}
}

const addressRefusal = (address: string, allowed?: string, url = 'https://partner.example/') =>
	policyOf(allowed).refuseAddress(endpointOf(new URL(url)), address)?.code;

describe('every notation of a host', () => {
	it.each(notations)('$input ($what)', ({ input, hostname, isIP }) => {
		const url = new URL(`https://${input}/`);
		expect(url.hostname).toBe(hostname);
		const code = refusal(url.href);
		if (url.username !== '' || url.password !== '') expect(code).toBe('TARGET_USER_INFO');
		else if (isIP !== 0) expect(code).toBe('TARGET_IP_ADDRESS');
		else if (hostname.endsWith('.')) expect(code).toBe('TARGET_LOCAL_NAME');
		else expect(code).toBeUndefined();
	});

	it.each([
		'https://0x7f000001/',
		'https://0177.0.0.1/',
		'https://127.0.1/',
		'https://0x7f.0x0.0x0.0x1/',
		'https://127.000.000.001/',
		'https://127.0.0.1./',
		'https://①②⑦.⓪.⓪.①/',
		'https://127。0。0。1/',
		'https://%3127.0.0.1/',
		'https://8.8.8.8/',
		'https://134744072/',
		'https://[::1]/',
		'https://[0:0:0:0:0:0:0:1]/',
		'https://[::127.0.0.1]/',
		'https://[::ffff:7f00:1]/',
		'https://[64:ff9b::7f00:1]/',
		'https://[2002:7f00:1::]/',
		'https://[fd00::1]/',
		'https://[fe80::1]/',
		'https://[2606:4700::1111]/',
	])('refuses the address %s', (url) => {
		expect(['TARGET_IP_ADDRESS', undefined]).toContain(
			URL.canParse(url) ? refusal(url) : undefined,
		);
		if (URL.canParse(url)) expect(refusal(url)).toBe('TARGET_IP_ADDRESS');
	});

	it('has no notation with a zone id: the URL parser refuses it', () => {
		expect(URL.canParse('https://[fe80::1%25eth0]/')).toBe(false);
	});

	it.each([
		['https://localhost/', 'TARGET_LOCAL_NAME'],
		['https://LOCALHOST/', 'TARGET_LOCAL_NAME'],
		['https://localhost./', 'TARGET_LOCAL_NAME'],
		['https://a.localhost/', 'TARGET_LOCAL_NAME'],
		['https://a.localhost./', 'TARGET_LOCAL_NAME'],
		['https://intranet/', 'TARGET_LOCAL_NAME'],
		['https://example.com./', 'TARGET_LOCAL_NAME'],
		['http://example.com/', 'TARGET_NOT_HTTPS'],
		['ftp://example.com/', 'TARGET_NOT_HTTPS'],
		['file:///etc/passwd', 'TARGET_NOT_HTTPS'],
		['data:text/plain,x', 'TARGET_NOT_HTTPS'],
		['https://user@example.com/', 'TARGET_USER_INFO'],
		['https://:secret@example.com/', 'TARGET_USER_INFO'],
		['https://example.com@localhost/', 'TARGET_USER_INFO'],
	])('refuses %s with %s', (url, code) => expect(refusal(url)).toBe(code));

	it.each([
		'https://example.com/',
		'https://EXAMPLE.com:8443/path?x=1',
		'https://münchen.example/',
		'https://notlocalhost.example/',
	])('lets %s through', (url) => expect(refusal(url)).toBeUndefined());
});

describe('the address behind a name', () => {
	it.each([
		['127.0.0.1', 'loopback'],
		['127.255.255.254', 'loopback'],
		['0.0.0.0', 'unspecified'],
		['0.1.2.3', 'unspecified'],
		['10.0.0.1', 'private'],
		['172.16.0.1', 'private'],
		['172.31.255.255', 'private'],
		['192.168.1.1', 'private'],
		['169.254.169.254', 'link-local'],
		['100.64.0.1', 'carrier-grade NAT'],
		['100.127.255.255', 'carrier-grade NAT'],
		['192.0.0.1', 'reserved'],
		['192.0.2.1', 'reserved'],
		['198.18.0.1', 'reserved'],
		['198.51.100.1', 'reserved'],
		['203.0.113.1', 'reserved'],
		['224.0.0.1', 'multicast'],
		['239.255.255.255', 'multicast'],
		['240.0.0.1', 'reserved'],
		['255.255.255.255', 'broadcast'],
		['::', 'unspecified'],
		['::1', 'loopback'],
		['::ffff:10.0.0.1', 'private'],
		['::127.0.0.1', 'loopback'],
		['fe80::1', 'link-local'],
		['fe80::1%eth0', 'link-local'],
		['fec0::1', ''],
		['fc00::1', 'unique-local'],
		['fd12:3456::1', 'unique-local'],
		['ff02::1', 'multicast'],
		['64:ff9b::8.8.8.8', 'NAT64'],
		['64:ff9b::10.0.0.1', 'NAT64'],
		['64:ff9b:1::1', ''],
		['2002:0a00:0001::1', '6to4'],
		['2001:0:1::1', 'Teredo'],
		['2001:db8::1', 'reserved'],
		['100::1', ''],
		['not an address', 'unknown'],
	])('%s is not public', (address, range) => {
		const error = policyOf().refuseAddress(
			endpointOf(new URL('https://partner.example/')),
			address,
		);
		expect(error?.code).toBe('TARGET_PRIVATE_ADDRESS');
		expect(error?.message).toContain(range);
		expect(error?.hint).toContain('SYNERISE_INTEGRATIONS_ALLOWED_HOSTS');
	});

	it.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
		'%s is public',
		(address) => expect(addressRefusal(address)).toBeUndefined(),
	);
});

describe('what the administrator opens', () => {
	it.each([
		['https://localhost/', 'localhost'],
		['http://localhost:8080/', 'localhost'],
		['http://localhost:8080/', 'localhost:8080'],
		['https://127.0.0.1:1234/', '127.0.0.0/8'],
		['http://127.0.0.1/', '127.0.0.1'],
		['https://[::1]:443/', '::1'],
		['https://[::1]:8443/', '[::1]:8443'],
		['http://partner.internal/', ' other.example , PARTNER.internal '],
	])('%s with %s', (url, allowed) => expect(refusal(url, allowed)).toBeUndefined());

	it.each([
		['https://localhost:8081/', 'localhost:8080', 'TARGET_LOCAL_NAME'],
		['https://sub.localhost/', 'localhost', 'TARGET_LOCAL_NAME'],
		['https://10.0.0.1/', '127.0.0.0/8', 'TARGET_IP_ADDRESS'],
		['https://127.0.0.1:81/', '127.0.0.1:80', 'TARGET_IP_ADDRESS'],
		['ftp://localhost/', 'localhost', 'TARGET_NOT_HTTPS'],
		['https://user@localhost/', 'localhost', 'TARGET_USER_INFO'],
	])('not %s with %s', (url, allowed, code) => expect(refusal(url, allowed)).toBe(code));

	it('judges a name by its address when a range is opened', () => {
		expect(refusal('http://partner.example/', '10.0.0.0/8')).toBeUndefined();
		expect(addressRefusal('10.1.2.3', '10.0.0.0/8', 'http://partner.example/')).toBeUndefined();
		expect(addressRefusal('8.8.8.8', '10.0.0.0/8', 'http://partner.example/')).toBe(
			'TARGET_NOT_HTTPS',
		);
		expect(addressRefusal('8.8.8.8', '10.0.0.0/8', 'https://localhost/')).toBe('TARGET_LOCAL_NAME');
		expect(addressRefusal('11.1.2.3', '10.0.0.0/8', 'https://partner.example/')).toBeUndefined();
		expect(addressRefusal('127.0.0.1', '10.0.0.0/8')).toBe('TARGET_PRIVATE_ADDRESS');
	});

	it.each(['10.0.0.0/33', 'a b', '[::1', 'host:port', 'https://example.com'])(
		'names the entry "%s" that it cannot read',
		(entry) => expect(() => parseAllowedHosts(`localhost,${entry}`)).toThrow(entry.toLowerCase()),
	);
});

describe('the domains of a credential', () => {
	const domains = ['api.example.com', '*.example.org'];
	it.each(['https://api.example.com/', 'https://a.example.org/', 'https://a.b.example.org/'])(
		'%s is one of them',
		(url) => expect(refusal(url, undefined, domains)).toBeUndefined(),
	);
	it.each([
		'https://example.com/',
		'https://example.org/',
		'https://api.example.com.evil.example/',
	])('%s is none of them', (url) =>
		expect(refusal(url, undefined, domains)).toBe('TARGET_NOT_IN_ALLOWED_DOMAINS'),
	);
});

describe('every name under a domain', () => {
	const allowed = '*.corp.example, *.bücher.example:8443';
	it.each([
		['http://crm.corp.example/', undefined],
		['http://a.b.corp.example:81/', undefined],
		['http://corp.example/', 'TARGET_NOT_HTTPS'],
		['http://evilcorp.example/', 'TARGET_NOT_HTTPS'],
		['http://a.xn--bcher-kva.example:8443/', undefined],
		['http://a.xn--bcher-kva.example/', 'TARGET_NOT_HTTPS'],
	])('%s: %s', (url, code) => {
		expect(refusal(url, allowed)).toBe(code);
	});

	it.each(['*', 'a.*.example', '**.example', '*.'])('refuses %s by name', (entry) => {
		expect(() => policyOf(entry)).toThrow(`cannot be read: "${entry}"`);
	});
});

it('does not count the host of a virtual machine of Azure as public', () => {
	expect(addressRefusal('168.63.129.16')).toBe('TARGET_PRIVATE_ADDRESS');
	expect(addressRefusal('::ffff:168.63.129.16')).toBe('TARGET_PRIVATE_ADDRESS');
	expect(addressRefusal('168.63.129.17')).toBeUndefined();
});
