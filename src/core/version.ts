declare const __DOCKR_VERSION__: string | undefined;

/** Of this build; sources run directly have none. */
export const VERSION: string = typeof __DOCKR_VERSION__ === 'string' ? __DOCKR_VERSION__ : '0.0.0-development';
