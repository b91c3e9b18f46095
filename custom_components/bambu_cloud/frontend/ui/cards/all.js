// All cards; loaded after what a dashboard waits for.

import { FleetBadge } from "../dashboard/badge.js";
import { define } from "../define.js";
import { AmsCard } from "./ams-card.js";
import { HistoryCard } from "./history-card.js";
import { MoveCard } from "./move-card.js";
import { PrintCard } from "./print-card.js";
import { SkipCard } from "./skip-card.js";

define("bambu-cloud-print-card", PrintCard);
define("bambu-cloud-history-card", HistoryCard);
define("bambu-cloud-ams-card", AmsCard);
define("bambu-cloud-skip-card", SkipCard);
define("bambu-cloud-move-card", MoveCard);
define("bambu-cloud-fleet-badge", FleetBadge);
