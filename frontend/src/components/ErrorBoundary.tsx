import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
  /** Stands for the children from the moment one of them has thrown. */
  fallback: ReactNode;
  onError?: (error: unknown) => void;
  children: ReactNode;
}

/** Keeps a fault in one part of the page from taking the rest with it. A new `key` lets the children start anew. */
export class ErrorBoundary extends Component<ErrorBoundaryProps> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    this.props.onError?.(error);
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
