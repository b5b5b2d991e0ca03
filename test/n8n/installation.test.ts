import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { DockerfileParser } from 'dockerfile-ast';
import { parse, parseAllDocuments } from 'yaml';

import { INCOMING, N8n, OUTGOING } from '../../host/n8n';
import { hostFolder } from '../../host/process';
import { root } from '../../host/setup';
import { PACKAGE_NAME } from '../../host/tarball';
import { sharedSettings } from '../../host/testing';
import { startNpmRegistry, type NpmRegistry } from '../peers/npm-registry';

jest.setTimeout(300_000);

const { managedPackages } = require('../../build/managed-package.js') as {
	managedPackages(tarball: string): string;
};

const { tarball } = sharedSettings();
const work = mkdtempSync(path.join(tmpdir(), 'installation-'));
const authorityFile = path.join(work, 'authority.pem');
let registry: NpmRegistry;

beforeAll(async () => {
	registry = await startNpmRegistry(tarball);
	writeFileSync(authorityFile, registry.authority);
});

afterAll(async () => {
	await registry?.close();
	rmSync(work, { recursive: true, force: true });
});

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const newHome = () => mkdtempSync(path.join(work, 'home-'));

/** What `npm run` adds to the environment would decide how a command within it reaches the registry. */
const environment = Object.fromEntries(
	Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
);

/** Runs a documented command as its reader would, with a home folder of its own. */
async function run(command: string, home: string, env: Record<string, string> = {}) {
	await promisify(execFile)('sh', ['-euc', command], {
		timeout: 60_000,
		env: {
			...environment,
			...registry.env,
			HOME: home,
			NODE_EXTRA_CA_CERTS: authorityFile,
			...env,
		},
	});
}

const installedIn = (folder: string) =>
	readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));

const shellBlocks = (page: string) =>
	[...page.matchAll(/```shell\n([\s\S]*?)```/g)].map(([, code]) => code ?? '');

/** The commands of a page or a file of deploy/ that install the package, each with the folder that it fills. */
function documented(): Array<[where: string, command: string, folder: (home: string) => string]> {
	const pages = ['README.md', 'docs/installation.md'].flatMap((file) =>
		shellBlocks(read(file)).flatMap((code): ReturnType<typeof documented> => {
			if (!code.includes('npm install') || !code.includes(PACKAGE_NAME)) return [];
			const inside = /sh -c \\?\s*'([^']*)'/.exec(code)?.[1];
			const command = inside ? `mkdir -p ~/.n8n && cd ~/.n8n && ${inside}` : code;
			const title = `${file}: ${inside ? 'in a container' : 'with npm'}`;
			return [[title, command, (home) => path.join(home, '.n8n/nodes')]];
		}),
	);
	const compose = parse(read('deploy/compose.yaml'), { merge: true }) as {
		services: { package: { entrypoint: string[]; command: string[] } };
	};
	const { entrypoint, command } = compose.services.package;
	const pod = parseAllDocuments(read('deploy/kubernetes.yaml'))
		.map((document) => document.toJS() as { kind: string; spec: { template?: never } })
		.find(({ kind }) => kind === 'Deployment')?.spec.template as unknown as {
		spec: { initContainers: Array<{ command: string[]; args: string[] }> };
	};
	const [init] = pod.spec.initContainers;
	const dockerfile = DockerfileParser.parse(read('deploy/Dockerfile'));
	const layer = dockerfile
		.getInstructions()
		.filter((instruction) => instruction.getKeyword() === 'RUN')
		.map((instruction) => instruction.getArgumentsContent() ?? '')
		.join(' && ');
	const elsewhere = (text: string) =>
		text
			.replaceAll('/home/node', '$HOME')
			.replaceAll('/opt', '$HOME/opt')
			.replaceAll(/\$\{PACKAGE_VERSION(:-latest)?\}/g, 'latest');
	const words = (list: string[]) => list.map((word) => `"${elsewhere(word)}"`).join(' ');
	const nodes = (home: string) => path.join(home, '.n8n/nodes');
	return [
		...pages,
		['deploy/compose.yaml', words([...entrypoint, ...command]), nodes],
		['deploy/kubernetes.yaml', words([...(init?.command ?? []), ...(init?.args ?? [])]), nodes],
		['deploy/Dockerfile', elsewhere(layer), (home) => path.join(home, 'opt/n8n-nodes')],
	];
}

/** Starts an n8n on what is installed, and ends it. @returns the files that it had loaded, of n8n-workflow and of us */
async function loadedBy(userFolder: string, env: Record<string, string> = {}) {
	const file = path.join(userFolder, 'loaded.json');
	const n8n = await N8n.start({
		userFolder,
		install: false,
		engine: 'legacy',
		env: {
			NODE_OPTIONS: `--require ${path.join(root, 'test/n8n/loaded-modules.cjs')}`,
			LOADED_MODULES_FILE: file,
			...env,
		},
	});
	try {
		const types = await n8n.nodeTypes();
		return {
			types: types.filter((name) => name.startsWith(PACKAGE_NAME)).sort(),
			packages: await n8n.communityPackages(),
			loaded: async () => {
				await n8n.stop();
				return JSON.parse(readFileSync(file, 'utf8')) as string[];
			},
		};
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}

const ours = (file: string) => file.includes(`/node_modules/${PACKAGE_NAME}/`);

describe('every documented command', () => {
	it.each(documented())('%s installs the package and nothing else', async (_, command, folder) => {
		const home = newHome();
		await run(command, home);
		expect(installedIn(folder(home))).toEqual([PACKAGE_NAME]);
	});

	it('finds one for each way', () => {
		expect(documented().map(([where]) => where)).toEqual([
			'README.md: with npm',
			'README.md: in a container',
			'docs/installation.md: with npm',
			'docs/installation.md: in a container',
			'deploy/compose.yaml',
			'deploy/kubernetes.yaml',
			'deploy/Dockerfile',
		]);
	});

	it("gives the nodes n8n's own n8n-workflow", async () => {
		const home = newHome();
		const npm = documented().find(([where]) => where === 'docs/installation.md: with npm');
		await run(npm?.[1] ?? '', home);
		const { types, loaded } = await loadedBy(home);
		expect(types).toEqual(expect.arrayContaining([INCOMING, OUTGOING]));
		const files = await loaded();
		expect(files.filter(ours).length).toBeGreaterThan(0);
		const copies = new Set(
			files.filter((file) => !ours(file)).map((file) => file.replace(/(n8n-workflow).*/, '$1')),
		);
		expect([...copies]).toEqual([path.join(hostFolder(), 'node_modules/n8n-workflow')]);
	});
});

describe('the image of deploy/Dockerfile', () => {
	it('puts its package into the volume, in place of an older one, and starts n8n', async () => {
		const home = newHome();
		const packages = path.join(home, 'opt/n8n-nodes');
		const dockerfile = documented().find(([where]) => where === 'deploy/Dockerfile');
		await run(dockerfile?.[1] ?? '', home);
		const nodes = path.join(home, '.n8n/nodes');
		const old = path.join(nodes, 'node_modules', PACKAGE_NAME);
		mkdirSync(old, { recursive: true });
		writeFileSync(path.join(old, 'of-an-older-version.js'), '');
		await run(`${path.join(root, 'deploy/with-package.sh')} worker > "$HOME/started"`, home, {
			PACKAGES_FOLDER: packages,
			N8N_ENTRYPOINT: '/bin/echo',
		});
		expect(readFileSync(path.join(home, 'started'), 'utf8')).toBe('worker\n');
		expect(readdirSync(old).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
	});
});

describe('N8N_COMMUNITY_PACKAGES', () => {
	const managed = (packages: string) => ({
		...registry.env,
		NODE_EXTRA_CA_CERTS: authorityFile,
		N8N_COMMUNITY_PACKAGES_MANAGED_BY_ENV: 'true',
		N8N_COMMUNITY_PACKAGES: packages,
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
	});

	it('installs the release, with the line that it prints, where unverified packages are off', async () => {
		const { types, packages, loaded } = await loadedBy(
			newHome(),
			managed(managedPackages(tarball)),
		);
		await loaded();
		expect(packages).toEqual([PACKAGE_NAME]);
		expect(types).toEqual(expect.arrayContaining([INCOMING, OUTGOING]));
	});

	it('refuses to start without a checksum, as the page says', async () => {
		const start = loadedBy(newHome(), managed(`[{"name":"${PACKAGE_NAME}"}]`));
		await expect(start).rejects.toThrow(/no checksum available/);
	});
});
