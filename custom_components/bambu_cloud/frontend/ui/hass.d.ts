/** What the modules use of Home Assistant's frontend. */

export interface HassEntity {
  entity_id: string;
  state: string;
  attributes: Record<string, any>;
  last_changed: string;
  last_updated: string;
}

export interface RegistryEntity {
  entity_id: string;
  platform: string;
  device_id?: string | null;
  translation_key?: string;
  name?: string;
  entity_category?: string;
}

export interface Device {
  id: string;
  name: string | null;
  name_by_user?: string | null;
  model?: string | null;
  via_device_id?: string | null;
  area_id?: string | null;
  identifiers?: [string, string][];
}

export type Localize = (key: string, values?: Record<string, string | number>) => string;

export interface Hass {
  states: Record<string, HassEntity | undefined>;
  entities: Record<string, RegistryEntity>;
  devices: Record<string, Device>;
  areas: Record<string, { name: string } | undefined>;
  themes: object;
  connected: boolean;
  language: string;
  locale: { language: string; time_format: string; time_zone?: string };
  config: { time_zone: string };
  localize: Localize;
  formatEntityState(state: HassEntity, value?: string): string;
  formatEntityAttributeValue(state: HassEntity, attribute: string, value?: unknown): string;
  hassUrl(path: string): string;
  loadBackendTranslation(category: string, domain: string): Promise<Localize>;
  callWS(message: { type: string; [field: string]: unknown }): Promise<any>;
  callService(
    domain: string,
    service: string,
    data?: object,
    target?: { entity_id: string },
  ): Promise<unknown>;
}

export interface Suggestion {
  config: object;
  label?: string;
}

export interface CardEntry {
  type: string;
  name: string;
  description: string;
  preview: boolean;
  documentationURL: string;
  getEntitySuggestion(hass: Hass, entityId: string): Suggestion | Suggestion[] | null;
}

export interface StrategyEntry {
  type: string;
  name: string;
  description: string;
  strategyType: string;
  documentationURL: string;
}

declare global {
  interface Window {
    customCards?: CardEntry[];
    customStrategies?: StrategyEntry[];
    loadCardHelpers?: () => Promise<{ createCardElement(config: object): HTMLElement }>;
  }
}
