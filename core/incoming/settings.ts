/** What one endpoint is set to do, as plain values. */
export interface IncomingSettings {
	/** n8n's webhook id. */
	endpointId: string;
	integrationName: string;
	maxBodyBytes: number;
	keepSensitiveHeaders: boolean;
}
