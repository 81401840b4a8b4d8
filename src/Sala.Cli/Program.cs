using Sala.Cli;

// What ./sala calls. Each command is one file of this folder; none holds a rule.
Sala.Vault.CoreDumps.Disable();
try
{
    return args switch
    {
        ["demo", .. var rest] => await DemoCommand.Run(new Arguments(rest)),
        ["setup", .. var rest] => await SetupCommand.Run(new Arguments(rest)),
        ["serve", .. var rest] => await ServeCommand.Run(new Arguments(rest)),
        ["backup", .. var rest] => await BackupCommand.Make(new Arguments(rest)),
        ["restore", .. var rest] => await BackupCommand.Restore(new Arguments(rest)),
        ["form", .. var rest] => FormCommand.Run(rest),
        ["audit", "verify", .. var rest] => await AuditCommand.Verify(new Arguments(rest)),
        ["audit", "anchor", .. var rest] => await AuditCommand.Anchor(new Arguments(rest)),
        ["estimate", .. var rest] => EstimateCommand.Run(new Arguments(rest)),
        _ => Usage.Print(args),
    };
}
catch (Exception told) when (told is ArgumentsException or Sala.Operation.SettingsException or Sala.Operation.BackupException or Sala.Countries.CountryException or Sala.Forms.FormException or Sala.Surveys.Datasets.DatasetException or Sala.Surveys.Plans.PlanException or Sala.Statistics.DataException or Sala.Statistics.Disclosure.AlreadyDisclosedException or Sala.Vault.HostRingException or Sala.Vault.KeyStoreException)
{
    Console.Error.WriteLine($"sala: {told.Message}");
    return 64;
}
