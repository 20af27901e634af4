//! How the words of identifiers are written in sentences.

use crate::names::divided;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Words that technical texts spell differently from identifiers, in order; names of products are in `spec/codegen.toml`.
const SPELLINGS: [(&str, &str); 91] = [
    ("50p", "50th percentile"),
    ("90p", "90th percentile"),
    ("95p", "95th percentile"),
    ("99p", "99th percentile"),
    ("acl", "ACL"),
    ("acls", "ACLs"),
    ("ai", "AI"),
    ("api", "API"),
    ("asn", "ASN"),
    ("avg", "average"),
    ("b64", "Base64"),
    ("bgp", "BGP"),
    ("ca", "CA"),
    ("cdn", "CDN"),
    ("cidr", "CIDR"),
    ("cidrs", "CIDRs"),
    ("config", "configuration"),
    ("configs", "configurations"),
    ("cors", "CORS"),
    ("cpu", "CPU"),
    ("cpus", "CPUs"),
    ("csv", "CSV"),
    ("dir", "directory"),
    ("dns", "DNS"),
    ("eula", "EULA"),
    ("fqdn", "FQDN"),
    ("gb", "GB"),
    ("gib", "GiB"),
    ("gpu", "GPU"),
    ("gpus", "GPUs"),
    ("grpc", "gRPC"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("http2", "HTTP/2"),
    ("http3", "HTTP/3"),
    ("https", "HTTPS"),
    ("icmp", "ICMP"),
    ("id", "ID"),
    ("ids", "IDs"),
    ("io", "I/O"),
    ("ip", "IP"),
    ("ips", "IPs"),
    ("ipv4", "IPv4"),
    ("ipv6", "IPv6"),
    ("ipv6s", "IPv6s"),
    ("iso", "ISO"),
    ("json", "JSON"),
    ("llm", "LLM"),
    ("mb", "MB"),
    ("mbps", "Mbps"),
    ("mib", "MiB"),
    ("msg", "message"),
    ("nat", "NAT"),
    ("nfs", "NFS"),
    ("num", "number of"),
    ("oauth2", "OAuth 2"),
    ("os", "OS"),
    ("p50", "50th percentile"),
    ("p90", "90th percentile"),
    ("p95", "95th percentile"),
    ("params", "parameters"),
    ("pct", "percentage"),
    ("pdf", "PDF"),
    ("pem", "PEM"),
    ("sdk", "SDK"),
    ("sha", "SHA"),
    ("sku", "SKU"),
    ("sql", "SQL"),
    ("ssh", "SSH"),
    ("ssl", "SSL"),
    ("sso", "SSO"),
    ("tcp", "TCP"),
    ("tls", "TLS"),
    ("ttl", "TTL"),
    ("txt", "TXT"),
    ("udp", "UDP"),
    ("ui", "UI"),
    ("uid", "UID"),
    ("uids", "UIDs"),
    ("uri", "URI"),
    ("url", "URL"),
    ("urls", "URLs"),
    ("urn", "URN"),
    ("urns", "URNs"),
    ("usd", "USD"),
    ("uuid", "UUID"),
    ("uuids", "UUIDs"),
    ("vcpu", "vCPU"),
    ("vcpus", "vCPUs"),
    ("vram", "VRAM"),
    ("yaml", "YAML"),
];

/// Spells words by configuration and custom.
pub(in crate::lower) struct Spelling<'c> {
    own: &'c BTreeMap<String, String>,
    used: RefCell<BTreeSet<&'c str>>,
}

impl<'c> Spelling<'c> {
    pub(in crate::lower) fn new(own: &'c BTreeMap<String, String>) -> Self {
        Self {
            own,
            used: RefCell::default(),
        }
    }

    /// Identifiers are turned into what begins a sentence: `backup_ids[]` to `Backup IDs`.
    pub(in crate::lower) fn phrase(&self, identifier: &str) -> String {
        let clause = self.clause(identifier);
        let first = clause.split(' ').next().unwrap_or_default();
        if first.chars().any(char::is_uppercase) {
            return clause;
        }
        let mut letters = clause.chars();
        let begin = letters.next().into_iter().flat_map(char::to_uppercase);
        begin.chain(letters).collect()
    }

    /// Rewrites identifiers for the middle of a sentence: `BackupIDs` to `backup IDs`.
    pub(in crate::lower) fn clause(&self, identifier: &str) -> String {
        let snake = divided(identifier);
        let words = snake.split('_').filter(|word| !word.is_empty());
        let words: Vec<_> = words.map(|word| self.word(word)).collect();
        words.join(" ")
    }

    fn word<'w>(&self, word: &'w str) -> &'w str
    where
        'c: 'w,
    {
        if let Some((plain, spelled)) = self.own.get_key_value(word) {
            self.used.borrow_mut().insert(plain);
            return spelled;
        }
        let known = SPELLINGS.binary_search_by_key(&word, |(plain, _)| plain);
        known.map_or(word, |index| SPELLINGS[index].1)
    }

    /// The configured words that occurred nowhere.
    pub(in crate::lower) fn unused(&self) -> Vec<&'c str> {
        let used = self.used.borrow();
        let all = self.own.keys().map(String::as_str);
        all.filter(|word| !used.contains(word)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_in_the_order_in_which_they_are_searched() {
        assert!(SPELLINGS.is_sorted_by_key(|(plain, _)| *plain));
    }
}
