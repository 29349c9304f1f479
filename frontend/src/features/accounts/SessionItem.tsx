import { Badge, Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from "@tabler/icons-react";
import { RelativeTime } from "../../components/RelativeTime";
import { type FragmentType, graphql, readFragment } from "../../gql/admin";
import { describeDevice } from "./describeDevice";
import classes from "./SessionItem.module.css";

const sessionFragment = graphql(`
  fragment SessionItem_session on Session {
    id
    current
    createdAt
    lastUsedAt
    userAgent
    address
  }
`);

interface SessionItemProps {
  session: FragmentType<typeof sessionFragment>;
  /** Called with the name of the device. */
  onEnd: (device: string) => void;
}

function DeviceIcon({ device }: { device: string }) {
  const props = { size: 30, stroke: 1.5, "aria-hidden": true, className: classes.icon };
  if (device.startsWith("App: ")) return <IconTerminal2 {...props} />;
  const isMobile = /Android|iPhone|iPad/.test(device);
  return isMobile ? <IconDeviceMobile {...props} /> : <IconDeviceDesktop {...props} />;
}

/** A session of the user. The current session has no button, because the user menu contains "Sign out". */
export function SessionItem({ session: masked, onEnd }: SessionItemProps) {
  const session = readFragment(sessionFragment, masked);
  const device = describeDevice(session.userAgent);
  return (
    <li className={classes.item} data-current={session.current || undefined}>
      <DeviceIcon device={device} />
      <div className={classes.text}>
        <h2 className={classes.device} title={session.userAgent}>
          {device}
          {session.current && (
            <Badge variant="light" tt="none">
              This device
            </Badge>
          )}
        </h2>
        <p className={classes.facts}>
          IP address {session.address} · Last active <RelativeTime at={session.lastUsedAt} /> ·
          Signed in <RelativeTime at={session.createdAt} />
        </p>
      </div>
      {!session.current && (
        <Button
          variant="default"
          aria-label={`Sign out ${device} at ${session.address}`}
          onClick={() => onEnd(device)}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
