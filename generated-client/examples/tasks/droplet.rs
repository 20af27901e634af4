//! Creates a Droplet with an SSH key and a volume, behind a firewall.

use digitalocean::droplets::{Droplet, DropletCreate};
use digitalocean::firewalls::{
    FirewallCreate, FirewallInboundRule, FirewallOutboundRule, FirewallRuleTarget,
};
use digitalocean::ssh_keys::SshKeyCreate;
use digitalocean::volumes::VolumeCreate;
use digitalocean::{Client, Result};

/// Returns the Droplet once it is active.
pub(crate) async fn run(
    client: &Client,
    name: &str,
    region: &str,
    public_key: &str,
) -> Result<Droplet> {
    let anyone = || FirewallRuleTarget::new().addresses(["0.0.0.0/0", "::/0"]);
    let key = client
        .ssh_keys()
        .create(SshKeyCreate::new(name, public_key))
        .await?;
    let volume = VolumeCreate::new(format!("{name}-data"), 100, region).filesystem_type("ext4");
    let volume = client.volumes().create(volume).await?;

    // The firewall applies to the tag, so that it is there before the Droplet.
    let firewall = FirewallCreate::new(name)
        .tags([name])
        .inbound_rules([
            FirewallInboundRule::new("tcp", anyone()).ports("22"),
            FirewallInboundRule::new("tcp", anyone()).ports("443"),
        ])
        .outbound_rules([
            FirewallOutboundRule::new("tcp", anyone()).ports("all"),
            FirewallOutboundRule::new("udp", anyone()).ports("all"),
        ]);
    client.firewalls().create(firewall).await?;

    let droplet = DropletCreate::new(name, "s-1vcpu-1gb", "ubuntu-24-04-x64")
        .region(region)
        .ssh_keys([key.id])
        .volumes([volume.id])
        .tags([name]);
    let created = client.droplets().create(droplet).await?;
    client
        .droplets()
        .wait_until_active(created.droplet.id)
        .await
}
