import { Badge, Group, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconHelp, IconRefresh } from "@tabler/icons-react";
import { useApi } from "../../apollo/ServiceProvider";
import { RelativeTime } from "../../components/RelativeTime";
import { capitalise } from "../../components/format";
import { SERVICE_NAMES } from "../../config";
import { type FragmentType, graphql, readFragment } from "../../gql/main";
import { describeSync, OUT_OF_DATE } from "./describeSync";
import classes from "./SyncCard.module.css";

const statusFragment = graphql(`
  fragment SyncCard_status on SyncStatus {
    service
    transport
    connected
    pendingEvents
    oldestPendingAt
    lastPublishedAt
    lastAppliedAt
    retryingEvents
    deadLetters
    peer {
      state
      checkedAt
      lastReadyAt
    }
  }
`);

const TONES = {
  good: { color: "pine", Icon: IconCheck },
  busy: { color: "honey", Icon: IconRefresh },
  unknown: { color: "gray", Icon: IconHelp },
  bad: { color: "berry", Icon: IconAlertTriangle },
};

const TRANSPORTS: Record<string, string> = {
  rabbitmq: "RabbitMQ",
  direct: "Direct (without a broker)",
};

function Moment({ at }: { at?: string | null }) {
  return at ? <RelativeTime at={at} /> : "Never";
}

const PEER_STATES = {
  READY: "Available",
  NOT_READY: "Running, but not ready",
  UNREACHABLE: "Unavailable",
};

interface SyncCardProps {
  status: FragmentType<typeof statusFragment>;
  /** Whether the status is outdated, because the service does not respond. */
  isOld: boolean;
}

/** The sync status of a service. */
export function SyncCard({ status: masked, isOld }: SyncCardProps) {
  const api = useApi();
  const other = SERVICE_NAMES[api === "main" ? "admin" : "main"];
  const status = readFragment(statusFragment, masked);
  const { tone, headline, details } = isOld ? OUT_OF_DATE : describeSync(status, other);
  const { peer } = status;
  const { color, Icon } = TONES[tone];
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{capitalise(SERVICE_NAMES[api])}</Title>
        <Badge
          size="lg"
          tt="none"
          variant="light"
          color={color}
          leftSection={<Icon size={16} aria-hidden />}
        >
          {headline}
        </Badge>
      </Group>
      <div role="status">
        {details.map((sentence) => (
          <p key={sentence} className={classes.sentence}>
            {sentence}
          </p>
        ))}
      </div>
      <dl className={classes.facts}>
        <dt>Service</dt>
        <dd>{status.service}</dd>
        <dt>Transport</dt>
        <dd>{TRANSPORTS[status.transport] ?? status.transport}</dd>
        <dt>{capitalise(other)}</dt>
        <dd>
          {PEER_STATES[peer.state]}
          {peer.state !== "READY" && peer.lastReadyAt && (
            <>
              , last ready <RelativeTime at={peer.lastReadyAt} />
            </>
          )}
        </dd>
        <dt>Waiting to send</dt>
        <dd>
          {status.pendingEvents}
          {status.oldestPendingAt && (
            <>
              , oldest <RelativeTime at={status.oldestPendingAt} />
            </>
          )}
        </dd>
        <dt>Retrying</dt>
        <dd>{status.retryingEvents}</dd>
        <dt>Failed (needs action)</dt>
        <dd>{status.deadLetters}</dd>
        <dt>Last sent</dt>
        <dd>
          <Moment at={status.lastPublishedAt} />
        </dd>
        <dt>Last applied</dt>
        <dd>
          <Moment at={status.lastAppliedAt} />
        </dd>
      </dl>
    </>
  );
}
