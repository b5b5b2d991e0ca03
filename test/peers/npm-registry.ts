/**
 * The npm registry as far as one package goes: what a release publishes, before there is one. Reached by its real name
 * through a proxy on loopback, because n8n's installer names the registry itself.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { createCertificateAuthority } from '../../host/certificates';
import manifest from '../../package.json';

const { integrityOf } = require('../../build/managed-package.js') as {
	integrityOf(tarball: string): string;
};

const HOST = 'registry.npmjs.org';

export interface NpmRegistry {
	/** The environment in which npm and n8n reach this registry, and nothing else. */
	env: Record<string, string>;
	/** PEM of the authority that those must trust. */
	authority: string;
	close(): Promise<void>;
}

const listening = async (server: Server): Promise<number> => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

/** Metadata in the form that npm and n8n read: of the package, or of its one version. */
function packument(tarball: string): Record<string, object> {
	const { name, version } = manifest;
	const dist = { tarball: `https://${HOST}/${name}.tgz`, integrity: integrityOf(tarball) };
	const { peerDependencies, peerDependenciesMeta, engines, n8n } = manifest;
	const release = { name, version, peerDependencies, peerDependenciesMeta, engines, n8n, dist };
	return {
		[`/${name}`]: { name, 'dist-tags': { latest: version }, versions: { [version]: release } },
		[`/${name}/${version}`]: release,
	};
}

/** @param tarball what the registry has published */
export async function startNpmRegistry(tarball: string): Promise<NpmRegistry> {
	const documents = packument(tarball);
	const answer = ({ url = '' }: IncomingMessage, response: ServerResponse) => {
		const document = documents[decodeURIComponent(url.split('?')[0] ?? '')];
		if (url.endsWith('.tgz')) response.end(readFileSync(tarball));
		else if (document)
			response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
		else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
	};
	const authority = await createCertificateAuthority();
	const registry = createTlsServer(await authority.issue(HOST), answer);
	const registryPort = await listening(registry);
	const tunnels = new Set<Duplex>();
	const proxy = createServer((_request, response) => response.writeHead(403).end());
	proxy.on('connect', ({ url }, client) => {
		if (url !== `${HOST}:443`) return client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		const server = connect(registryPort, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			server.pipe(client).pipe(server);
		});
		for (const socket of [client, server]) {
			tunnels.add(socket);
			socket.on('error', () => undefined).on('close', () => tunnels.delete(socket));
		}
		return undefined;
	});
	const url = `http://127.0.0.1:${await listening(proxy)}`;
	return {
		authority: authority.cert,
		env: {
			HTTPS_PROXY: url,
			https_proxy: url,
			NO_PROXY: '127.0.0.1,localhost',
			npm_config_registry: `https://${HOST}/`,
			npm_config_audit: 'false',
			npm_config_update_notifier: 'false',
		},
		async close() {
			for (const socket of tunnels) socket.destroy();
			for (const server of [registry, proxy]) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
		},
	};
}
