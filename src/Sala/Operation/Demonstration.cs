using OtpNet;
using Sala.Agencies;
using Sala.Cases;
using Sala.Countries;
using Sala.Data;
using Sala.Forms;
using Sala.Reports;
using Sala.Vault;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Sala.Operation;

/// <summary>A made-up member of staff, with everything needed to sign in. Exists in the demonstration alone.</summary>
public sealed record DemonstrationPerson(string SignInName, string ShownName, string Role, string Password, string TotpSecret)
{
    /// <summary>The code that an authenticator would show at this moment.</summary>
    public string Code(DateTimeOffset now) => new Totp(Base32Encoding.ToBytes(TotpSecret)).ComputeTotp(now.UtcDateTime);
}

/// <summary>One made-up report of the pack's demonstration/reports.yml, and what was done with it since.</summary>
public sealed class DemonstrationReport
{
    public string Language { get; set; } = "";
    public int DaysAgo { get; set; }
    public Dictionary<string, string> Answers { get; set; } = [];

    /// <summary>Steps such as "read", "take", "reply: words", "child: words", "note: words", "offer: words", "withdraw", "close: words".</summary>
    public List<string> Then { get; set; } = [];
}

/// <summary>Fills an empty folder with made-up data: two units of two agencies, staff of every role, thirty reports in every state, cases with planned interviews.</summary>
public static class Demonstration
{
    private static readonly (string Name, string Shown, string Role)[] Staff =
    [
        ("responder", "N. Suda", "responder, intake worker"),
        ("deputy", "P. Anan", "duty deputy"),
        ("head", "S. Malee", "head of unit, lead"),
        ("lead", "K. Chai", "second lead, of both units"),
        ("admin", "A. Wit", "administrator"),
        ("oversight", "O. Ratana", "oversight, guardian of the second agency's group"),
        ("responder2", "T. Nok", "responder and lead of the second unit"),
        ("guardian", "G. Prasert", "guardian of the first agency's group"),
        ("investigator", "L. Kanda", "investigator"),
        ("socialworker", "B. Mayuree", "social worker"),
        ("psychologist", "J. Ploy", "psychologist"),
        ("prosecutor", "W. Arthit", "prosecutor"),
        ("statistician", "Y. Siri", "statistician"),
        ("analyst", "D. Korn", "digital analyst"),
        ("court", "C. Waen", "judge or court clerk"),
        ("lawyer", "R. Pim", "lawyer of the child"),
        ("clinician", "M. Yada", "clinician"),
        ("teacher", "V. Somsri", "teacher"),
        ("supporter", "E. Lamai", "supporter of the child"),
    ];

    /// <summary>The settings of a demonstration in a folder; its database is a file there unless another is named.</summary>
    public static Settings SettingsIn(string folder, string country, string? database = null) => new()
    {
        Country = country,
        Database = database ?? "sqlite:" + Path.Combine(folder, "sala.db"),
        Ring = Path.Combine(folder, "keys", "ring.json"),
        KeyStore = Path.Combine(folder, "keys", "slots"),
        KeyStoreCopy = Path.Combine(folder, "keys-copy", "slots"),
        MailFrom = "sala@demonstration.invalid",
        MailFolder = Path.Combine(folder, "mail"),
        Listen = "http://127.0.0.1:5080",
    };

    /// <summary>The staff of a demonstration folder.</summary>
    public static IReadOnlyList<DemonstrationPerson> StaffOf(string folder) =>
        new DeserializerBuilder().Build().Deserialize<List<Dictionary<string, string>>>(File.ReadAllText(StaffFile(folder)))
            .ConvertAll(p => new DemonstrationPerson(p["name"], p["shown"], p["role"], p["password"], p["totp"]));

    private static string StaffFile(string folder) => Path.Combine(folder, "demonstration-staff.yml");

    /// <summary>The settings with a backup pair, and its seed, which a demonstration keeps in a file: there is no paper.</summary>
    public static (Settings Settings, SecretKey Seed) WithBackupPair(string folder, string country)
    {
        var settings = SettingsIn(folder, country);
        var file = Path.Combine(folder, "keys", "backup-seed");
        if (!File.Exists(file))
        {
            using var made = SecretKey.Random();
            using var writer = new StreamWriter(OwnersFile.Create(file));
            writer.WriteLine(PaperKey.Print(made));
        }
        var seed = PaperKey.TryRead(File.ReadAllText(file)) ?? throw new BackupException($"{file} holds no whole seed. Nothing was changed.");
        using var pair = KeyPair.FromSeed(seed);
        settings.BackupKey = System.Buffers.Text.Base64Url.EncodeToString(pair.Public.ToByteArray());
        return (settings, seed);
    }

    /// <summary>True when the folder holds a demonstration whose filling was cut short.</summary>
    public static bool WasBegunIn(string folder) => File.Exists(Path.Combine(folder, "demonstration"));

    /// <summary>True when the folder holds a finished demonstration.</summary>
    public static bool IsIn(string folder) => File.Exists(StaffFile(folder));

    /// <summary>Fills the folder. A try that was cut short is begun anew.</summary>
    /// <param name="cases">With the forty cases and staff of every role, as ./sala demo shows them.</param>
    public static async Task Fill(string folder, string country, TimeProvider clock, bool reports = true, string? database = null, bool cases = false)
    {
        System.IO.Directory.CreateDirectory(folder);
        foreach (var left in System.IO.Directory.EnumerateFileSystemEntries(folder))
        {
            if (System.IO.Directory.Exists(left)) System.IO.Directory.Delete(left, true);
            else File.Delete(left);
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "demonstration"), "Made-up data of Sala. This folder may be deleted.\n").ConfigureAwait(false);
        var settings = SettingsIn(folder, country, database);
        var then = new MovedClock(clock);
        await Installation.Prepare(settings, demonstration: true, then).ConfigureAwait(false);
        List<DemonstrationPerson> staff;
        await using (var sala = await Installation.Open(settings, then).ConfigureAwait(false))
        {
            then.Back = TimeSpan.FromDays(30);
            staff = await new Filling(sala, then).Fill(reports, reports && cases ? DemonstrationCase.Of(country) : []).ConfigureAwait(false);
        }
        var yaml = new SerializerBuilder().Build().Serialize(staff.ConvertAll(p => new Dictionary<string, string>
        {
            ["name"] = p.SignInName, ["shown"] = p.ShownName, ["role"] = p.Role, ["password"] = p.Password, ["totp"] = p.TotpSecret,
        }));
        await File.WriteAllTextAsync(StaffFile(folder), "# Made-up people of the demonstration.\n" + yaml).ConfigureAwait(false);
    }

    private sealed class Filling(Installation sala, MovedClock clock)
    {
        private readonly Dictionary<string, DemonstrationPerson> people = [];
        private readonly Dictionary<string, RecordId> ids = [];
        private readonly Dictionary<string, SignedIn> signedIn = [];
        private readonly Dictionary<string, byte[]> sessions = [];

        public async Task<List<DemonstrationPerson>> Fill(bool reports, IReadOnlyList<DemonstrationCase> cases)
        {
            var (office, childrenUnit, cyberUnit, groupA, groupB) = (await Unit("Office of the demonstration", "Office", UnitKind.Office).ConfigureAwait(false),
                await Unit("Demonstration agency for children", "Children's unit (demonstration)", UnitKind.Intake).ConfigureAwait(false),
                await Unit("Demonstration police", "Online crimes unit (demonstration)", UnitKind.Intake, "TH-50").ConfigureAwait(false),
                await Unit("Demonstration agency for children", "Guardians A (demonstration)", UnitKind.Guardians).ConfigureAwait(false),
                await Unit("Demonstration police", "Guardians B (demonstration)", UnitKind.Guardians).ConfigureAwait(false));

            await Join("admin", office, Roles.Administrator).ConfigureAwait(false);
            await Join("oversight", office, Roles.Oversight).ConfigureAwait(false);
            await Join("statistician", office, Roles.Statistician).ConfigureAwait(false);
            await Join("guardian", groupA, Roles.Guardian).ConfigureAwait(false);
            await Join("responder", childrenUnit, Roles.Responder).ConfigureAwait(false);
            await Join("deputy", childrenUnit, Roles.Responder | Roles.DutyDeputy).ConfigureAwait(false);
            // The head approves overrides of interviews, so the part in which they are planned belongs to the role.
            await Join("head", childrenUnit, Roles.HeadOfUnit | Roles.Lead | Roles.Investigator).ConfigureAwait(false);
            await Join("lead", childrenUnit, Roles.Lead | Roles.Responder).ConfigureAwait(false);
            await Join("investigator", childrenUnit, Roles.Investigator).ConfigureAwait(false);
            await Join("socialworker", childrenUnit, Roles.SocialWorker).ConfigureAwait(false);
            await Join("psychologist", childrenUnit, Roles.Psychologist).ConfigureAwait(false);
            await Join("prosecutor", childrenUnit, Roles.Prosecutor).ConfigureAwait(false);
            await Join("responder2", cyberUnit, Roles.Responder | Roles.Lead | Roles.HeadOfUnit).ConfigureAwait(false);
            (string Name, Roles Role)[] further = cases.Count == 0 ? [] : [("analyst", Roles.DigitalAnalyst), ("court", Roles.Court), ("lawyer", Roles.ChildsLawyer), ("clinician", Roles.Clinician), ("teacher", Roles.Teacher), ("supporter", Roles.Supporter)];
            foreach (var (name, role) in further) await Join(name, childrenUnit, role).ConfigureAwait(false);
            var admin = await As("admin").ConfigureAwait(false);
            await sala.People.SetRoles(admin, ids["oversight"], groupB, Roles.Guardian).ConfigureAwait(false);
            await sala.People.SetRoles(admin, ids["lead"], cyberUnit, Roles.Lead | Roles.Responder).ConfigureAwait(false);

            await sala.UnitKeys.Found(await As("guardian").ConfigureAwait(false), groupA).ConfigureAwait(false);
            await sala.UnitKeys.Found(await As("oversight").ConfigureAwait(false), groupB).ConfigureAwait(false);
            await sala.UnitKeys.LetIn(await As("guardian").ConfigureAwait(false), office, ids["oversight"], 1).ConfigureAwait(false);
            await sala.UnitKeys.Found(await As("head").ConfigureAwait(false), childrenUnit,
                [.. ((string[])["lead", "responder", "deputy", "investigator", "socialworker", "psychologist", "prosecutor"]).Concat(further.Select(f => f.Name)).Select(First)]).ConfigureAwait(false);
            await sala.UnitKeys.Found(await As("responder2").ConfigureAwait(false), cyberUnit, First("lead")).ConfigureAwait(false);
            foreach (var name in (string[])["guardian", "oversight"])
            {
                var guardian = await As(name).ConfigureAwait(false);
                foreach (var unit in (RecordId[])[childrenUnit, cyberUnit]) await sala.UnitKeys.Confirmations.Confirm(guardian, unit).ConfigureAwait(false);
            }

            if (reports) await Rooms(childrenUnit).ConfigureAwait(false);
            var whole = new DemonstrationCases(sala, cases, Present, ids, ReportDay.Of(clock.GetUtcNow() + clock.Back, sala.Country.TimeZone).Date);
            if (reports) await Reports(childrenUnit, cyberUnit, whole).ConfigureAwait(false);
            // Half an hour ago: each sign-in goes on by a step of the authenticator, and a code of the future would lock people out for minutes.
            clock.Back = TimeSpan.FromMinutes(30);
            if (!reports) await Rooms(childrenUnit).ConfigureAwait(false);
            if (reports) await Cases(childrenUnit).ConfigureAwait(false);
            await whole.Go().ConfigureAwait(false);
            clock.Back = TimeSpan.Zero;
            await Duty(childrenUnit, "responder", "deputy").ConfigureAwait(false);
            await Duty(cyberUnit, "responder2", "lead").ConfigureAwait(false);
            foreach (var one in signedIn.Values) one.Dispose();
            return [.. Staff.Where(s => people.ContainsKey(s.Name)).Select(s => people[s.Name])];
        }

        /// <summary>Somebody's first key.</summary>
        private Compared First(string name) => new(ids[name], 1);

        private async Task<RecordId> Unit(string agency, string name, UnitKind kind, params string[] areas)
        {
            var unit = sala.People.NewUnit(sala.Country.Code, agency, name, kind, areas);
            await sala.Store.Change(new Deed(null, "unit.create", unit.Id, unit.Id), data => { data.Units.Add(unit); return Task.CompletedTask; }).ConfigureAwait(false);
            return unit.Id;
        }

        private async Task Join(string name, RecordId unit, Roles roles)
        {
            var (_, shown, role) = Staff.Single(s => s.Name == name);
            var (id, code) = await sala.People.InviteFirst(new Profile(name, shown, $"{name}@demonstration.invalid"), unit, roles).ConfigureAwait(false);
            var password = $"demonstration-{name}";
            var keys = await sala.SignIn.First(name, code, password).ConfigureAwait(false) ?? throw new InvalidOperationException("The demonstration could not sign its own people in.");
            ids[name] = id;
            people[name] = new DemonstrationPerson(name, shown, role, password, OtpUriSecret(keys.TotpUri));
        }

        private static string OtpUriSecret(string uri) => System.Web.HttpUtility.ParseQueryString(new Uri(uri).Query)["secret"]!;

        /// <summary>Signs in as the person would. Asked for anew, it reads roles that were given since.</summary>
        private async Task<SignedIn> As(string name)
        {
            if (signedIn.Remove(name, out var before)) before.Dispose();
            // A password is the dearest thing here by far: a session that still runs goes on.
            if (sessions.TryGetValue(name, out var session) && await sala.SignIn.Resume(session).ConfigureAwait(false) is { } again) return signedIn[name] = again;
            // A code works once: the made-up clock goes on by a step of the authenticator.
            clock.Back -= TimeSpan.FromSeconds(31);
            var secret = await sala.SignIn.Open(name, people[name].Password, people[name].Code(clock.GetUtcNow())).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The demonstration could not sign its own people in.");
            sessions[name] = secret;
            return signedIn[name] = (await sala.SignIn.Resume(secret).ConfigureAwait(false))!;
        }

        /// <summary>Who signed in before goes on; else they sign in.</summary>
        private async Task<SignedIn> Present(string name) => signedIn.TryGetValue(name, out var by) ? by : await As(name).ConfigureAwait(false);

        private async Task Duty(RecordId unit, string onDuty, string deputy)
        {
            var lead = await As(unit == default ? onDuty : "lead").ConfigureAwait(false);
            var zone = sala.Country.TimeZone;
            var today = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Date;
            for (var day = 0; day < 14; day++)
            {
                foreach (var (from, hours) in ((int, int)[])[(0, 12), (12, 12)])
                {
                    var local = today.AddDays(day).AddHours(from);
                    var starts = new DateTimeOffset(local, zone.GetUtcOffset(local));
                    await sala.Rota.Add(lead, unit, ids[onDuty], Rota.OnDuty, starts, starts.AddHours(hours)).ConfigureAwait(false);
                    await sala.Rota.Add(lead, unit, ids[deputy], Rota.Deputy, starts, starts.AddHours(hours)).ConfigureAwait(false);
                }
            }
        }

        private async Task Reports(RecordId childrenUnit, RecordId cyberUnit, DemonstrationCases whole)
        {
            var file = Path.Combine(sala.Country.Folder, "demonstration", "reports.yml");
            var reports = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<List<DemonstrationReport>>(await File.ReadAllTextAsync(file).ConfigureAwait(false));
            var (first, second) = (await As("responder").ConfigureAwait(false), await As("responder2").ConfigureAwait(false));
            var head = await As("head").ConfigureAwait(false);
            foreach (var day in Enumerable.Range(0, 30).Reverse())
            {
                foreach (var report in reports.Where(r => r.DaysAgo == day))
                {
                    clock.Back = TimeSpan.FromDays(day) + TimeSpan.FromMinutes(day == 0 ? 1 : 200);
                    var (id, sent) = await Tell(report.Answers, report.Language).ConfigureAwait(false);
                    foreach (var step in report.Then)
                    {
                        clock.Back -= TimeSpan.FromMinutes(day == 0 ? 0 : 7);
                        await Do(step, id, sent, sent.UnitId == childrenUnit ? first : second, sent.UnitId == childrenUnit ? cyberUnit : childrenUnit).ConfigureAwait(false);
                    }
                }
                foreach (var one in whole.On(day))
                {
                    clock.Back = TimeSpan.FromDays(day) + TimeSpan.FromMinutes(100);
                    var (id, _) = await Tell(one.Answers, one.Language).ConfigureAwait(false);
                    await sala.Desk.Take(first, id).ConfigureAwait(false);
                    await whole.Open(one, first, head, id).ConfigureAwait(false);
                }
            }
        }

        private async Task<(RecordId Id, Sent Sent)> Tell(Dictionary<string, string> answers, string language)
        {
            await sala.SendKeys.Turn().ConfigureAwait(false);
            var known = sala.Board.Rows.Select(r => r.Id).ToHashSet();
            var sent = await sala.Telling.Send(new Sending(Answer(answers), language, RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray())).ConfigureAwait(false);
            return (sala.Board.Rows.Single(r => !known.Contains(r.Id)).Id, sent);
        }

        private async Task Rooms(RecordId unit)
        {
            var head = await As("head").ConfigureAwait(false);
            await sala.Registers.AddRoom(head, unit, "Room 2 (demonstration)", "Children's house (demonstration)", isPrivate: true, suited: true).ConfigureAwait(false);
            await sala.Registers.AddRoom(head, unit, "Front desk (demonstration)", "Police station (demonstration)", isPrivate: false, suited: false).ConfigureAwait(false);
            await sala.Registers.Certify(head, unit, ids["investigator"], CertificateKind.ForensicInterview, DateOnly.FromDateTime(clock.GetUtcNow().DateTime).AddDays(200)).ConfigureAwait(false);
        }

        /// <summary>A case for each report that the first worker has in hand: one with an interview planned at a front desk with ten people, which is refused.</summary>
        private async Task Cases(RecordId unit)
        {
            string[] pseudonyms = ["Mali", "Fah", "Ton", "Nam", "Dao", "Pim"];
            var (worker, head) = (await As("responder").ConfigureAwait(false), await As("head").ConfigureAwait(false));
            var begun = 0;
            var opened = await sala.Cases.Reports().ConfigureAwait(false);
            foreach (var report in sala.Board.Rows.Where(r => r.UnitId == unit && r.State == ReportState.BeingWorkedOn && r.AssignedTo == worker.PersonId && !opened.Contains(r.Id)).OrderByDescending(r => r.Urgency).ThenBy(r => r.Day).Take(pseudonyms.Length))
            {
                var id = await sala.Cases.Open(worker, report.Id, pseudonyms[begun]).ConfigureAwait(false);
                foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await sala.Cases.Give(head, id, part, ids["investigator"], "investigates").ConfigureAwait(false);
                foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Care]) await sala.Cases.Give(head, id, part, ids["socialworker"], "cares for the child").ConfigureAwait(false);
                if (begun++ > 0) continue;
                var desk = (await sala.Registers.Rooms().ConfigureAwait(false)).Single(r => !r.Private).Id;
                var aunt = await sala.Cases.Write(worker, id, Compartment.Intake, EntryKind.Person, EntryBody.Of(new Dictionary<string, string> { ["name"] = "Aunt (made up)", ["role"] = "supporter", ["lives_with"] = "none" })).ConfigureAwait(false);
                var day = DateOnly.FromDateTime(clock.GetUtcNow().DateTime).AddDays(7).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                await sala.Planning.Plan(await As("investigator").ConfigureAwait(false), id, new StepPlan(new Dictionary<string, string>
                {
                    ["procedure"] = nameof(Safeguards.Procedure.Interview), ["room"] = desk.ToString(), ["starts"] = $"{day}T10:00", ["ends"] = $"{day}T11:00", ["interviewer"] = ids["investigator"].ToString(), ["psychologist"] = ids["psychologist"].ToString(),
                    ["prosecutor"] = ids["prosecutor"].ToString(), ["prosecutor_required"] = "yes", ["supporter"] = "named", ["supporter_entry"] = aunt.ToString(), ["child_age"] = "13",
                    ["rights_told_on"] = DateOnly.FromDateTime(clock.GetUtcNow().DateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["rights_version"] = "3", ["rights_language"] = "th",
                    ["gender_wished"] = "woman", ["gender_given"] = "woman", ["language_wished"] = "th", ["language_given"] = "th", ["interpreter_named"] = "no", ["minutes_without_break"] = "30", ["stop_agreed"] = "yes", ["exam_day"] = "no",
                    ["also_present"] = "Officer 1\nOfficer 2\nFriend 1\nFriend 2\nFriend 3\nFriend 4", ["question_plan"] = "Tell me what happened.",
                })).ConfigureAwait(false);
            }
        }

        private FormSession Answer(Dictionary<string, string> answers)
        {
            var preset = answers.Where(a => a.Key == "who_for").ToDictionary();
            var session = sala.ReportForm.Start(clock, 1, preset);
            foreach (var (name, value) in answers.Where(a => a.Key != "who_for"))
            {
                if (session.Set(name, value) is { } problem) throw new InvalidOperationException($"demonstration: {name}: {problem.Code}");
            }
            return session;
        }

        private async Task Do(string step, RecordId id, Sent sent, SignedIn worker, RecordId otherUnit)
        {
            var (deed, words) = step.Split(':', 2) is [var d, var w] ? (d.Trim(), w.Trim()) : (step.Trim(), "");
            switch (deed)
            {
                case "read": await sala.Desk.Read(worker, id).ConfigureAwait(false); break;
                case "take": await sala.Desk.Take(worker, id).ConfigureAwait(false); break;
                case "acknowledge": await sala.Desk.Acknowledge(worker, id).ConfigureAwait(false); break;
                case "reply": await sala.Desk.Reply(worker, id, words).ConfigureAwait(false); break;
                case "note": await sala.Desk.AddNote(worker, id, words).ConfigureAwait(false); break;
                case "offer": await sala.HandingOver.Offer(sala.Desk, worker, id, otherUnit, words).ConfigureAwait(false); break;
                case "close":
                    var read = (await sala.Desk.Read(worker, id).ConfigureAwait(false)).Messages.Count(m => m.FromReporter);
                    await sala.Desk.Close(worker, id, "Made-up reason of the demonstration.", words, read).ConfigureAwait(false);
                    break;
                case "child": await sala.Conversation.Write(sent.Receipt, words, RecordId.Random().ToByteArray()).ConfigureAwait(false); break;
                case "withdraw": await sala.Conversation.Withdraw(sent.Receipt).ConfigureAwait(false); break;
                default: throw new InvalidOperationException($"demonstration/reports.yml: no step {deed}.");
            }
        }
    }

    /// <summary>Lets made-up things happen some days ago.</summary>
    private sealed class MovedClock(TimeProvider clock) : TimeProvider
    {
        public TimeSpan Back { get; set; }

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - Back;
    }
}
