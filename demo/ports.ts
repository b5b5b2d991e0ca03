import { isTaken } from '../host/ports';

/** The port that an environment variable names. */
export function portFrom(variable: string, fallback: number): number {
	const port = Number(process.env[variable] ?? fallback);
	if (Number.isInteger(port) && port > 0 && port < 65536) return port;
	throw new Error(`${variable} must be a port number, not "${process.env[variable]}"`);
}

/**
 * @param ports by the environment variable that changes each
 * @param command what the user ran
 * @throws when another program listens on one of them
 */
export async function refuseTakenPorts(
	ports: Record<string, number>,
	command: string,
): Promise<void> {
	for (const [variable, port] of Object.entries(ports)) {
		if (await isTaken(port)) {
			throw new Error(
				`Port ${port} is taken by another program. End that program, or choose another port: ${variable}=${port + 1} ${command}`,
			);
		}
	}
}
